package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.RowDocuments.KEY;
import static io.freshet.adapter.lucene.RowDocuments.VECTOR;

import io.freshet.spi.Store.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.Weight;
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

    private static final Sort BEST_FIRST =
            new Sort(SortField.FIELD_SCORE, new SortField(KEY, SortField.Type.STRING));

    private final IndexSearcher searcher;
    private final Query scope;
    private final int limit;

    Searches(IndexSearcher searcher, Query scope, int limit) {
        this.searcher = searcher;
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
        List<Candidate> found = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(scoped, limit, BEST_FIRST).scoreDocs) {
            Object[] sorted = ((FieldDoc) hit).fields;
            found.add(new Candidate(RowDocuments.key((BytesRef) sorted[1]), (Float) sorted[0]));
        }
        return found;
    }

    List<Candidate> byVector(float[] unit, boolean exact) throws IOException {
        if (limit < 1) {
            return List.of();
        }
        List<Near> nearest = exact || isNarrow() ? compareEach(unit) : askGraph(unit);
        return nearest.stream()
                .sorted(Near.BEST_FIRST)
                .limit(limit)
                .map(near -> new Candidate(RowDocuments.key(near.key()), near.cosine()))
                .toList();
    }

    private boolean isAll() {
        return scope instanceof MatchAllDocsQuery;
    }

    private boolean isNarrow() throws IOException {
        return searcher.count(scope) <= Math.max(EXACT_ROWS_MAX, limit * EXACT_PER_WANTED);
    }

    private List<Near> askGraph(float[] unit) throws IOException {
        int neighbours = Math.max(limit, NEIGHBOURS_MIN);
        Query nearest =
                isAll()
                        ? new KnnFloatVectorQuery(VECTOR, unit, neighbours)
                        : new KnnFloatVectorQuery(VECTOR, unit, neighbours, scope);
        List<Near> found = new ArrayList<>(neighbours);
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        for (ScoreDoc hit : searcher.search(nearest, neighbours).scoreDocs) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
            SortedDocValues keys = DocValues.getSorted(leaf.reader(), KEY);
            found.add(new Near(cosine(hit.score), keyOf(keys, hit.doc - leaf.docBase)));
        }
        return found;
    }

    private List<Near> compareEach(float[] unit) throws IOException {
        Weight inScope =
                searcher.createWeight(searcher.rewrite(scope), ScoreMode.COMPLETE_NO_SCORES, 1);
        var nearest = new PriorityQueue<>(Near.BEST_FIRST.reversed());
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            compareLeaf(leaf, inScope, unit, nearest);
        }
        return List.copyOf(nearest);
    }

    private void compareLeaf(
            LeafReaderContext leaf, Weight inScope, float[] unit, PriorityQueue<Near> nearest)
            throws IOException {
        var scoped = inScope.scorer(leaf);
        var vectors = leaf.reader().getFloatVectorValues(VECTOR);
        VectorScorer scorer = vectors == null ? null : vectors.scorer(unit);
        if (scoped == null || scorer == null) {
            return;
        }
        var live = leaf.reader().getLiveDocs();
        SortedDocValues keys = DocValues.getSorted(leaf.reader(), KEY);
        DocIdSetIterator rows =
                ConjunctionUtils.intersectIterators(List.of(scoped.iterator(), scorer.iterator()));
        for (int row = rows.nextDoc(); row != DocIdSetIterator.NO_MORE_DOCS; row = rows.nextDoc()) {
            if (live != null && !live.get(row)) {
                continue;
            }
            double cosine = cosine(scorer.score());
            boolean isFull = nearest.size() >= limit;
            if (isFull && cosine < nearest.element().cosine()) {
                continue;
            }
            nearest.add(new Near(cosine, keyOf(keys, row)));
            if (isFull) {
                nearest.remove();
            }
        }
    }

    private static BytesRef keyOf(SortedDocValues keys, int row) throws IOException {
        if (!keys.advanceExact(row)) {
            throw new IOException("a row without a key; row=" + row);
        }
        return BytesRef.deepCopyOf(keys.lookupOrd(keys.ordValue()));
    }

    /// Lucene scales a dot product to 0 to 1.
    private static double cosine(float score) {
        return Math.clamp(2.0 * score - 1, -1, 1);
    }

    private record Near(double cosine, BytesRef key) {
        static final Comparator<Near> BEST_FIRST =
                Comparator.comparingDouble(Near::cosine).reversed().thenComparing(Near::key);
    }
}
