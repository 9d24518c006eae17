package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.RowDocuments.VECTOR;

import io.freshet.spi.Store.Candidate;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;

/// The two ways to look into one reader: by words and by vector. Equal scores go by key, so that
/// equal indexes answer equally.
final class Searches {
    /// The graph finds the nearest ten more surely when asked for fifty.
    private static final int NEIGHBOURS_MIN = 50;

    /// Up to so many rows in scope, or four times the limit, comparing each is as quick as the
    /// graph and misses nothing.
    private static final int EXACT_ROWS_MAX = 1000;

    private static final int EXACT_PER_WANTED = 4;

    private final Snapshot snapshot;
    private final IndexSearcher searcher;
    private final Query scope;
    private final int limit;

    Searches(Snapshot snapshot, Query scope, int limit) {
        this.snapshot = snapshot;
        this.searcher = snapshot.searcher();
        this.scope = scope;
        this.limit = limit;
    }

    List<Candidate> byKeyword(Query words) throws IOException {
        if (limit < 1) {
            return List.of();
        }
        Query scoped = words;
        if (!isAll()) {
            scoped =
                    new BooleanQuery.Builder()
                            .add(words, Occur.MUST)
                            .add(scope, Occur.FILTER)
                            .build();
        }
        return searcher.search(scoped, BestCollector.of(limit));
    }

    List<Candidate> byEveryRow(Collection<BytesRef> words) throws IOException {
        return limit < 1 ? List.of() : exact().byKeyword(words, snapshot.live());
    }

    List<Candidate> byVector(float[] unit, boolean exact) throws IOException {
        if (limit < 1) {
            return List.of();
        }
        return exact || isNarrow() ? exact().byVector(unit) : askGraph(unit);
    }

    private ExactSearch exact() {
        return new ExactSearch(searcher, scope, limit);
    }

    private boolean isAll() {
        return scope instanceof MatchAllDocsQuery;
    }

    private boolean isNarrow() throws IOException {
        return searcher.count(scope) <= Math.max(EXACT_ROWS_MAX, limit * EXACT_PER_WANTED);
    }

    /// The graph's own scores are rounded to floats, so its finds are compared again.
    private List<Candidate> askGraph(float[] unit) throws IOException {
        int neighbours = Math.max(limit, NEIGHBOURS_MIN);
        Query nearest =
                isAll()
                        ? new KnnFloatVectorQuery(VECTOR, unit, neighbours)
                        : new KnnFloatVectorQuery(VECTOR, unit, neighbours, scope);
        ScoreDoc[] hits = searcher.search(nearest, neighbours).scoreDocs;
        var best = new Best(limit);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            compare(unit, leaf, rowsOf(leaf, hits), best);
        }
        return best.candidates();
    }

    private static int[] rowsOf(LeafReaderContext leaf, ScoreDoc[] hits) {
        int end = leaf.docBase + leaf.reader().maxDoc();
        return Arrays.stream(hits)
                .mapToInt(hit -> hit.doc)
                .filter(row -> row >= leaf.docBase && row < end)
                .map(row -> row - leaf.docBase)
                .sorted()
                .toArray();
    }

    private static void compare(float[] unit, LeafReaderContext leaf, int[] rows, Best best)
            throws IOException {
        if (rows.length == 0) {
            return;
        }
        var comparison = Comparison.of(unit, leaf.reader(), best);
        for (int row : rows) {
            comparison.add(row);
        }
    }
}
