package io.freshet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The answer to a [SearchRequest]: hits of exactly one committed version (I3), best first.
///
/// @param reranking how it went, where it was asked for
public record SearchResult(long indexVersion, List<Hit> hits, Optional<Reranking> reranking) {
    public SearchResult {
        hits = List.copyOf(hits);
    }

    /// Nobody was asked for another order.
    public SearchResult(long indexVersion, List<Hit> hits) {
        this(indexVersion, hits, Optional.empty());
    }

    /// Whether a reranker made the order of the hits.
    public sealed interface Reranking {
        /// @param took until it had answered
        record Applied(String reranker, Duration took) implements Reranking {}

        /// The hits are in the order that they were found in.
        record NotApplied(String reranker, String detail) implements Reranking {}
    }

    /// A chunk that was found.
    ///
    /// @param text the chunk's span of the document, with `context` neighbours where asked for
    /// @param score fused, higher is better; comparable within one answer only
    /// @param vectorScore cosine similarity, where the vector list held the chunk
    /// @param keywordScore BM25, where the keyword list held it
    /// @param rerankScore the reranker's, where it was asked about the chunk and answered
    public record Hit(
            RowKey chunk,
            String text,
            double score,
            OptionalDouble vectorScore,
            OptionalDouble keywordScore,
            OptionalDouble rerankScore,
            List<String> headings,
            int ordinal,
            Metadata metadata,
            long indexVersion,
            Instant updatedAt) {
        public Hit {
            headings = List.copyOf(headings);
        }

        /// The same, and what the reranker said of it.
        public Hit reranked(double rerank) {
            return new Hit(
                    chunk,
                    text,
                    score,
                    vectorScore,
                    keywordScore,
                    OptionalDouble.of(rerank),
                    headings,
                    ordinal,
                    metadata,
                    indexVersion,
                    updatedAt);
        }
    }
}
