package io.freshet.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A chunk that was found.
///
/// @param text null where the search did not ask for it
/// @param score what hits are sorted by; it compares within one answer only
/// @param vector where it was asked for
/// @param indexVersion the version that wrote the document
public record Hit(
        String documentId,
        String chunkId,
        @Nullable String text,
        double score,
        Scores scores,
        List<String> headings,
        int ordinal,
        Map<String, Object> metadata,
        List<Float> vector,
        long indexVersion,
        Instant updatedAt) {
    public Hit {
        headings = Given.list(headings);
        metadata = Given.map(metadata);
        vector = Given.list(vector);
        scores = Given.or(scores, new Scores(null, null, null));
    }

    /// Where the chunk was found that way: the cosine, the BM25 score, the reranker's.
    public record Scores(
            @Nullable Double vector, @Nullable Double keyword, @Nullable Double rerank) {}
}
