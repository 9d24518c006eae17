package io.freshet;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/// The answer to a [SearchRequest]: hits of exactly one committed version (I3), best first.
public record SearchResult(long indexVersion, List<Hit> hits) {
    public SearchResult {
        hits = List.copyOf(hits);
    }

    /// A chunk that was found.
    ///
    /// @param text the chunk's span of the document, with `context` neighbours where asked for
    /// @param score fused, higher is better; comparable within one answer only
    /// @param vectorScore cosine similarity, where the vector list held the chunk
    /// @param keywordScore BM25, where the keyword list held it
    public record Hit(
            RowKey chunk,
            String text,
            double score,
            OptionalDouble vectorScore,
            OptionalDouble keywordScore,
            List<String> headings,
            int ordinal,
            Metadata metadata,
            long indexVersion,
            Instant updatedAt) {
        public Hit {
            headings = List.copyOf(headings);
        }
    }
}
