package io.freshet.adapter.lucene;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;

/// Compares rows of one segment with a vector, in ascending order. Confined to one search.
record Comparison(
        float[] unit, FloatVectorValues vectors, DocIndexIterator positions, Best.Leaf found) {
    static Comparison of(float[] unit, LeafReader leaf, Best best) throws IOException {
        FloatVectorValues vectors = leaf.getFloatVectorValues(RowDocuments.VECTOR);
        if (vectors == null) {
            throw new IOException("a segment without vectors");
        }
        return new Comparison(unit, vectors, vectors.iterator(), best.leaf(leaf));
    }

    void add(int row) throws IOException {
        if (positions.advance(row) != row) {
            throw new IOException("a row without a vector; row=" + row);
        }
        found.add(row, Cosine.of(unit, vectors.vectorValue(positions.index())));
    }
}
