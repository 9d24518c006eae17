package io.freshet.client;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a search found in one index version, best first.
///
/// @param rerank how the reranking went, where one was asked for
public record Hits(long indexVersion, double tookMs, List<Hit> hits, @Nullable Reranked rerank)
        implements Iterable<Hit> {
    public Hits {
        hits = Given.list(hits);
    }

    @Override
    public Iterator<Hit> iterator() {
        return hits.iterator();
    }

    /// How a reranking went: a reranker that is away costs its order alone.
    ///
    /// @param detail why it was not applied
    public record Reranked(
            boolean applied, String reranker, double tookMs, @Nullable String detail) {}
}
