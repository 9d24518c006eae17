package io.freshet.engine;

import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.SearchResult.Reranking.NotApplied;
import io.freshet.search.Shortlist;
import io.freshet.spi.Reranker;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// The rerankers of one process, by name. Blocks as long as the one that is asked; safe for any
/// thread.
final class Rerankers implements AutoCloseable {
    static final Rerankers NONE = new Rerankers(Collections.emptySortedMap(), () -> 0);

    private final SortedMap<String, AskedReranker> byName = new TreeMap<>();
    private final LongSupplier nanos;

    Rerankers(SortedMap<String, Reranker> rerankers, LongSupplier nanos) {
        rerankers.forEach(
                (name, reranker) -> byName.put(name, new AskedReranker(name, reranker, nanos)));
        this.nanos = nanos;
    }

    /// Orders what was found as the request wishes. There is always an answer: where the reranker
    /// has none, in the order that was found.
    ///
    /// @param startNanos when the search began
    SearchResult answer(Shortlist found, long startNanos) {
        Optional<SearchRequest.Rerank> wish = found.request().rerank();
        if (wish.isEmpty()) {
            return found.result();
        }
        AskedReranker reranker = byName.get(wish.get().reranker());
        if (reranker == null) {
            return found.unranked(
                    new NotApplied(wish.get().reranker(), "there is no reranker of this name"));
        }
        long passed = nanos.getAsLong() - startNanos;
        return reranker.answer(found, wish.get().within().map(within -> within.minusNanos(passed)));
    }

    List<RerankerStatus> statuses() {
        return byName.values().stream().map(AskedReranker::status).toList();
    }

    @Override
    public void close() {
        byName.values().forEach(AskedReranker::close);
    }
}
