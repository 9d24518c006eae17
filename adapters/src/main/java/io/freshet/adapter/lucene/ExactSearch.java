package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.RowDocuments.TEXT;

import io.freshet.spi.Store.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilteredDocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.Weight;
import org.apache.lucene.search.similarities.Similarity.SimScorer;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/// Looks at every row in scope. What it finds, and each score to the last bit, follows from the
/// rows alone, not from the segments that they lie in nor from rows that are gone: sums are taken
/// in an order that is fixed, and words are counted in the rows that are there.
///
/// Lucene's own scores are not so: it adds the scores of words in the order in which its scorers
/// stand, and a dot product's order of addition is the processor's.
final class ExactSearch {
    private final IndexSearcher searcher;
    private final Query scope;
    private final Best best;

    ExactSearch(IndexSearcher searcher, Query scope, int limit) {
        this.searcher = searcher;
        this.scope = scope;
        this.best = new Best(limit);
    }

    List<Candidate> byVector(float[] unit) throws IOException {
        forEachLeaf((leaf, rows) -> compare(leaf, rows, unit));
        return best.candidates();
    }

    private void compare(LeafReader leaf, DocIdSetIterator rows, float[] unit) throws IOException {
        var comparison = Comparison.of(unit, leaf, best);
        for (int row = rows.nextDoc(); row != DocIdSetIterator.NO_MORE_DOCS; row = rows.nextDoc()) {
            comparison.add(row);
        }
    }

    List<Candidate> byKeyword(Collection<BytesRef> words, LiveWords live) throws IOException {
        CollectionStatistics all = live.all();
        if (all == null) {
            return List.of();
        }
        List<Weighed> weighed = new ArrayList<>();
        for (BytesRef word : words) {
            TermStatistics one = live.of(word);
            if (one != null) {
                weighed.add(new Weighed(word, searcher.getSimilarity().scorer(1, all, one)));
            }
        }
        forEachLeaf((leaf, rows) -> add(leaf, rows, weighed));
        return best.candidates();
    }

    /// A word and what an occurrence of it is worth.
    private record Weighed(BytesRef word, SimScorer worth) {}

    private void add(LeafReader leaf, DocIdSetIterator rows, List<Weighed> words)
            throws IOException {
        double[] scores = new double[leaf.maxDoc()];
        for (Weighed word : words) {
            PostingsEnum postings = leaf.postings(new Term(TEXT, word.word()), PostingsEnum.FREQS);
            if (postings != null) {
                add(postings, leaf.getNormValues(TEXT), word.worth(), scores);
            }
        }
        Best.Leaf found = best.leaf(leaf);
        for (int row = rows.nextDoc(); row != DocIdSetIterator.NO_MORE_DOCS; row = rows.nextDoc()) {
            if (scores[row] > 0) {
                found.add(row, (float) scores[row]);
            }
        }
    }

    private static void add(
            PostingsEnum postings, NumericDocValues lengths, SimScorer worth, double[] scores)
            throws IOException {
        for (int row = postings.nextDoc();
                row != DocIdSetIterator.NO_MORE_DOCS;
                row = postings.nextDoc()) {
            long length = lengths.advanceExact(row) ? lengths.longValue() : 1;
            scores[row] += worth.score(postings.freq(), length);
        }
    }

    /// The rows of one segment that are there and in scope.
    private interface Step {
        void look(LeafReader leaf, DocIdSetIterator rows) throws IOException;
    }

    private void forEachLeaf(Step step) throws IOException {
        Weight inScope =
                searcher.createWeight(searcher.rewrite(scope), ScoreMode.COMPLETE_NO_SCORES, 1);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            var scoped = inScope.scorer(leaf);
            if (scoped != null) {
                Bits live = leaf.reader().getLiveDocs();
                step.look(
                        leaf.reader(),
                        live == null ? scoped.iterator() : live(scoped.iterator(), live));
            }
        }
    }

    private static DocIdSetIterator live(DocIdSetIterator rows, Bits live) {
        return new FilteredDocIdSetIterator(rows) {
            @Override
            protected boolean match(int row) {
                return live.get(row);
            }
        };
    }
}
