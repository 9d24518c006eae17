package io.freshet.adapter.lucene;

import io.freshet.spi.Store.Candidate;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.jspecify.annotations.Nullable;

/// Collects the best rows of a query by score and key. Rows that cannot come among them are passed
/// over by blocks, as in a search by score alone; those that may be equal to the last are not.
/// Confined to one search.
record BestCollector(Best best) implements Collector {
    /// Takes the segments one after the other, as a searcher without threads of its own does.
    static CollectorManager<BestCollector, List<Candidate>> of(int limit) {
        Best best = new Best(limit);
        return new CollectorManager<>() {
            @Override
            public BestCollector newCollector() {
                return new BestCollector(best);
            }

            @Override
            public List<Candidate> reduce(Collection<BestCollector> collectors) {
                return best.candidates();
            }
        };
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.TOP_SCORES;
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext context) throws IOException {
        return new OfLeaf(best, best.leaf(context.reader()));
    }

    private static final class OfLeaf implements LeafCollector {
        private final Best best;
        private final Best.Leaf found;
        private @Nullable Scorable scorer;
        private double floor;

        OfLeaf(Best best, Best.Leaf found) {
            this.best = best;
            this.found = found;
        }

        @Override
        public void setScorer(Scorable scoring) throws IOException {
            scorer = scoring;
            floor = 0;
            raise(scoring);
        }

        @Override
        public void collect(int row) throws IOException {
            Scorable scoring = scorer;
            if (scoring == null) {
                throw new IllegalStateException("a row before its scorer");
            }
            found.add(row, scoring.score());
            raise(scoring);
        }

        private void raise(Scorable scoring) throws IOException {
            if (best.floor() > floor) {
                floor = best.floor();
                scoring.setMinCompetitiveScore((float) floor);
            }
        }
    }
}
