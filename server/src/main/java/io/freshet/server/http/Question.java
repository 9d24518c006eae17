package io.freshet.server.http;

import io.freshet.Filter;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.engine.RerankerStatus;
import io.freshet.server.json.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A search as a client asks it.
///
/// @param include what each hit carries beside its place and scores
/// @param minSequence waits for the events of the request that was answered with it
record Question(
        SearchRequest request,
        Set<String> include,
        OptionalLong atVersion,
        OptionalLong minSequence,
        Duration timeout) {
    private static final Set<String> INCLUDE_ALL = Set.of("text", "metadata", "vector");
    private static final Set<String> INCLUDE_DEFAULT = Set.of("text", "metadata");
    private static final int QUERY_CHARS_MAX = 10_000;
    private static final int K_DEFAULT = 10;
    private static final int PER_DOCUMENT_MAX = 1000;
    private static final int CONTEXT_MAX = 3;
    private static final int DIMENSIONS_MAX = 8192;

    /// The quick look: `q`, `k`, `mode`, `exact` and `at_version`.
    static Question read(Query query) {
        String words =
                query.string("q")
                        .filter(q -> !Text.isBlank(q) && q.length() <= QUERY_CHARS_MAX)
                        .orElseThrow(
                                () ->
                                        Query.wrong(
                                                "q",
                                                "must hold 1 to "
                                                        + QUERY_CHARS_MAX
                                                        + " characters"));
        int k = (int) query.integer("k", 1, SearchRequest.K_MAX).orElse(K_DEFAULT);
        Mode mode =
                query.string("mode")
                        .map(
                                word ->
                                        mode(word)
                                                .orElseThrow(
                                                        () -> Query.wrong("mode", "is no mode")))
                        .orElse(Mode.HYBRID);
        boolean exact = query.flag("exact");
        OptionalLong atVersion = query.integer("at_version", 0, Long.MAX_VALUE);
        query.finish();
        return new Question(
                new SearchRequest(
                        Text.wellFormed(words), Optional.empty(), mode, k, Scope.ALL, 0, 0, exact),
                INCLUDE_DEFAULT,
                atVersion,
                OptionalLong.empty(),
                Query.WAIT_DEFAULT);
    }

    /// @param rerankers those that there are
    static Question read(Fields fields, List<RerankerStatus> rerankers) {
        Question question =
                new Question(
                        request(fields, rerankers),
                        include(fields),
                        fields.integer("at_version"),
                        fields.integer("min_sequence"),
                        timeout(fields));
        fields.finish();
        if (question.atVersion.isPresent() && question.minSequence.isPresent()) {
            throw fields.wrong("min_sequence", "does not go with at_version");
        }
        return question;
    }

    /// What is searched, where this much of its time is over.
    SearchRequest request(Duration passed) {
        return request.reranked(request.rerank().map(rerank -> rerank.after(passed)));
    }

    private static SearchRequest request(Fields fields, List<RerankerStatus> rerankers) {
        SearchRequest request = request(fields);
        Optional<Duration> within = Optional.of(timeout(fields)).filter(_ -> fields.has("timeout"));
        return request.reranked(new RerankReader(rerankers, request, within).read(fields));
    }

    private static SearchRequest request(Fields fields) {
        Optional<Vector> vector = vector(fields);
        return new SearchRequest(
                query(fields, vector.isPresent()),
                vector,
                mode(fields, vector.isPresent()),
                fields.integer("k", 1, SearchRequest.K_MAX).orElse(K_DEFAULT),
                scope(fields),
                fields.integer("per_document", 0, PER_DOCUMENT_MAX).orElse(0),
                fields.integer("context", 0, CONTEXT_MAX).orElse(0),
                fields.bool("exact").orElse(false));
    }

    private static String query(Fields fields, boolean hasVector) {
        Optional<String> query = fields.string("query");
        if (query.isPresent() == hasVector) {
            throw fields.wrong("query", "or vector must be sent, one of them");
        }
        query.ifPresent(
                words -> {
                    if (Text.isBlank(words) || words.length() > QUERY_CHARS_MAX) {
                        throw fields.wrong(
                                "query", "must hold 1 to " + QUERY_CHARS_MAX + " characters");
                    }
                });
        return Text.wellFormed(query.orElse(""));
    }

    private static Optional<Vector> vector(Fields fields) {
        Optional<List<JsonNode>> numbers = fields.array("vector");
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        if (numbers.get().isEmpty() || numbers.get().size() > DIMENSIONS_MAX) {
            throw fields.wrong("vector", "must hold 1 to " + DIMENSIONS_MAX + " numbers");
        }
        float[] values = new float[numbers.get().size()];
        for (int i = 0; i < values.length; i++) {
            if (!numbers.get().get(i).isNumber()) {
                throw fields.wrong("vector", "must hold numbers only");
            }
            values[i] = numbers.get().get(i).numberValue().floatValue();
        }
        try {
            return Optional.of(new Vector(values));
        } catch (IllegalArgumentException e) {
            throw fields.wrong("vector", "must be finite and not all zero");
        }
    }

    private static Mode mode(Fields fields, boolean hasVector) {
        Optional<String> word = fields.string("mode");
        Mode mode =
                word.isEmpty()
                        ? hasVector ? Mode.VECTOR : Mode.HYBRID
                        : mode(word.get())
                                .orElseThrow(
                                        () ->
                                                fields.wrong(
                                                        "mode",
                                                        "must be hybrid, vector or keyword"));
        if (hasVector && mode != Mode.VECTOR) {
            throw fields.wrong("mode", "is vector where a vector is sent");
        }
        return mode;
    }

    private static Optional<Mode> mode(String word) {
        return switch (word) {
            case "hybrid" -> Optional.of(Mode.HYBRID);
            case "vector" -> Optional.of(Mode.VECTOR);
            case "keyword" -> Optional.of(Mode.KEYWORD);
            default -> Optional.empty();
        };
    }

    private static Scope scope(Fields fields) {
        return new Scope(
                fields.node("filter")
                        .map(node -> FilterReader.read(node, fields.at("filter")))
                        .orElse(Filter.all()),
                fields.string("prefix").orElse(""),
                Ids.all(
                        fields.strings("document_ids").orElse(List.of()),
                        fields.at("document_ids")));
    }

    private static Set<String> include(Fields fields) {
        List<String> include = fields.strings("include").orElse(List.copyOf(INCLUDE_DEFAULT));
        if (!INCLUDE_ALL.containsAll(include)) {
            throw fields.wrong("include", "holds text, metadata and vector");
        }
        return new TreeSet<>(include);
    }

    private static Duration timeout(Fields fields) {
        return fields.string("timeout")
                .map(
                        text ->
                                Query.duration(text)
                                        .orElseThrow(
                                                () ->
                                                        fields.wrong(
                                                                "timeout",
                                                                "must be a time such as 500ms or"
                                                                        + " 2s, at most 60s")))
                .orElse(Query.WAIT_DEFAULT);
    }
}
