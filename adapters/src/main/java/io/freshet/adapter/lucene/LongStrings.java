package io.freshet.adapter.lucene;

import io.freshet.Filter;
import io.freshet.Text;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Compares strings that agree with a long bound as far as their terms go: by the whole values,
/// which the index stores for this alone. Rare, and slow where it happens.
final class LongStrings extends Query {
    private static final float CHECK_COST = 1_000;

    private final BytesRef stem;
    private final String path;
    private final Filter.Operator operator;
    private final String bound;

    /// @param stem of the terms whose strings are compared
    LongStrings(BytesRef stem, String path, Filter.Operator operator, String bound) {
        this.stem = stem;
        this.path = path;
        this.operator = operator;
        this.bound = bound;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
            throws IOException {
        Query agreeing = new PrefixQuery(new Term(RowDocuments.METADATA, stem));
        Weight candidates =
                searcher.createWeight(
                        searcher.rewrite(agreeing), ScoreMode.COMPLETE_NO_SCORES, boost);
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf)
                    throws IOException {
                var scorer = candidates.scorer(leaf);
                if (scorer == null) {
                    return null;
                }
                var checked = checked(scorer.iterator(), leaf.reader().storedFields());
                return new DefaultScorerSupplier(new ConstantScoreScorer(score(), mode, checked));
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    private TwoPhaseIterator checked(DocIdSetIterator candidates, StoredFields stored) {
        return new TwoPhaseIterator(candidates) {
            @Override
            public boolean matches() throws IOException {
                var document =
                        stored.document(approximation.docID(), Set.of(RowDocuments.LONG_STRINGS));
                for (String text : document.getValues(RowDocuments.LONG_STRINGS)) {
                    if (holds(text)) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public float matchCost() {
                return CHECK_COST;
            }
        };
    }

    private boolean holds(String stored) {
        int end = stored.indexOf('\0');
        return stored.substring(0, end).equals(path)
                && operator.holds(Text.compareUtf8(stored.substring(end + 1), bound));
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "LongStrings[" + operator + "]";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LongStrings that
                && stem.equals(that.stem)
                && path.equals(that.path)
                && operator == that.operator
                && bound.equals(that.bound);
    }

    @Override
    public int hashCode() {
        return Objects.hash(stem, path, operator, bound);
    }
}
