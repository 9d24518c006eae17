package io.freshet.client;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A question, in words or as a vector. Immutable; what is not said is the server's default.
///
/// `SearchRequest.of("how do refunds work").k(5).filter(Map.of("team", "billing"))`
public final class SearchRequest {
    /// How long the server waits for `min_sequence` where nothing is said.
    private static final Duration AWAIT_DEFAULT = Duration.ofSeconds(10);

    private final Fields fields;
    private final Duration waits;

    private SearchRequest(Fields fields, Duration waits) {
        this.fields = fields;
        this.waits = waits;
    }

    /// What finds candidates.
    public enum Mode {
        HYBRID,
        VECTOR,
        KEYWORD
    }

    /// What a hit carries beside its place and scores.
    public enum Include {
        TEXT,
        METADATA,
        VECTOR
    }

    public static SearchRequest of(String query) {
        return new SearchRequest(Fields.NONE.with("query", query), Duration.ZERO);
    }

    /// A vector of the collection's space.
    public static SearchRequest of(float[] vector) {
        return new SearchRequest(Fields.NONE.with("vector", vector.clone()), Duration.ZERO);
    }

    private SearchRequest with(String name, Object value) {
        return new SearchRequest(fields.with(name, value), waits);
    }

    /// Hits wanted; 10 where nothing is said.
    public SearchRequest k(int hits) {
        return with("k", hits);
    }

    public SearchRequest mode(Mode mode) {
        return with("mode", mode.name().toLowerCase(Locale.ROOT));
    }

    /// A condition on metadata: `Map.of("team", "billing", "year", Map.of("$gte", 2025))`.
    public SearchRequest filter(Map<String, ?> filter) {
        return with("filter", filter);
    }

    /// Only documents whose id starts so.
    public SearchRequest prefix(String prefix) {
        return with("prefix", prefix);
    }

    public SearchRequest documents(List<String> documentIds) {
        return with("document_ids", List.copyOf(documentIds));
    }

    /// At most so many hits of one document; 0: no limit.
    public SearchRequest perDocument(int hits) {
        return with("per_document", hits);
    }

    /// 0 to 3 neighbouring chunks before and after each hit, in its text.
    public SearchRequest context(int chunks) {
        return with("context", chunks);
    }

    /// Compares with every chunk in scope: slower, and misses nothing.
    public SearchRequest exact() {
        return with("exact", true);
    }

    /// Has the best candidates ordered by the server's one reranker.
    public SearchRequest rerank() {
        return with("rerank", Map.of());
    }

    /// Has the best candidates ordered by this reranker.
    public SearchRequest rerank(String reranker) {
        return with("rerank", Map.of("reranker", reranker));
    }

    /// Has so many of the best candidates ordered by this reranker.
    public SearchRequest rerank(String reranker, int candidates) {
        return with("rerank", Map.of("reranker", reranker, "candidates", candidates));
    }

    public SearchRequest include(Include... wanted) {
        return with(
                "include",
                List.of(wanted).stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList());
    }

    /// As an older version that is retained would answer.
    public SearchRequest atVersion(long version) {
        return with("at_version", version);
    }

    /// Reads your own writes: waits for the events that were answered with this sequence
    /// ([Accepted#sequence]); 504 `not_yet_visible` where they are not searchable in time.
    public SearchRequest minSequence(long sequence) {
        return new SearchRequest(
                fields.with("min_sequence", sequence), waits.isZero() ? AWAIT_DEFAULT : waits);
    }

    /// How long the server may wait for that.
    public SearchRequest await(Duration time) {
        return new SearchRequest(fields.with("timeout", time.toMillis() + "ms"), time);
    }

    Duration waits() {
        return waits;
    }

    Fields json() {
        return fields;
    }
}
