package io.freshet.adapter.lucene;

import io.freshet.RowKey;
import io.freshet.spi.Store.Candidate;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;

/// The best rows so far, at most `limit`. Equal scores go by key, so that equal indexes answer
/// equally. Confined to one search.
final class Best {
    private final int limit;
    private final PriorityQueue<Scored> worstFirst =
            new PriorityQueue<>(Scored.BEST_FIRST.reversed());

    Best(int limit) {
        this.limit = limit;
    }

    /// Takes the rows of one segment.
    Leaf leaf(LeafReader reader) throws IOException {
        return new Leaf(this, DocValues.getBinary(reader, RowDocuments.KEY));
    }

    void add(RowKey key, double score) {
        if (!isBelow(score)) {
            add(new Scored(score, RowDocuments.bytes(key)));
        }
    }

    List<Candidate> candidates() {
        return worstFirst.stream()
                .sorted(Scored.BEST_FIRST)
                .map(scored -> new Candidate(RowDocuments.key(scored.key()), scored.score()))
                .toList();
    }

    /// What a further row must reach; it may be equal, since its key may be lower.
    double floor() {
        return worstFirst.size() < limit ? 0 : worstFirst.element().score();
    }

    private boolean isBelow(double score) {
        return worstFirst.size() >= limit && score < worstFirst.element().score();
    }

    private void add(Scored scored) {
        worstFirst.add(scored);
        if (worstFirst.size() > limit) {
            worstFirst.remove();
        }
    }

    /// Of one segment; rows come in ascending order.
    record Leaf(Best best, BinaryDocValues keys) {
        void add(int row, double score) throws IOException {
            if (best.isBelow(score)) {
                return;
            }
            if (!keys.advanceExact(row)) {
                throw new IOException("a row without a key; row=" + row);
            }
            best.add(new Scored(score, BytesRef.deepCopyOf(keys.binaryValue())));
        }
    }

    private record Scored(double score, BytesRef key) {
        static final Comparator<Scored> BEST_FIRST =
                Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::key);
    }
}
