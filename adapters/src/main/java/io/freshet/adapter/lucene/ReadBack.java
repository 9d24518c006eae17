package io.freshet.adapter.lucene;

import io.freshet.RowKey;
import io.freshet.spi.Store.HeldRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Reads rows back from the index, by key, and trusts nothing: a row may lack a part, or be there
/// twice (then its digest is the sum of both, which is another one). Confined to one call.
record ReadBack(DirectoryReader reader) {
    /// A row and where it lies.
    private record Place(RowKey key, int row) {}

    List<HeldRow> rows(Optional<RowKey> after, int limit) throws IOException {
        List<Place> places = places(after, limit);
        places.sort(Comparator.comparingInt(Place::row));
        NavigableMap<RowKey, Long> digests = new TreeMap<>();
        List<LeafReaderContext> leaves = reader.leaves();
        int next = 0;
        while (next < places.size()) {
            int leaf = ReaderUtil.subIndex(places.get(next).row, leaves);
            LeafReader segment = leaves.get(leaf).reader();
            int base = leaves.get(leaf).docBase;
            Columns columns = Columns.of(segment);
            for (; next < places.size(); next++) {
                Place place = places.get(next);
                if (place.row >= base + segment.maxDoc()) {
                    break;
                }
                digests.merge(place.key, columns.digest(place.row - base), Long::sum);
            }
        }
        List<HeldRow> rows = new ArrayList<>(digests.size());
        digests.forEach((key, digest) -> rows.add(new HeldRow(key, digest)));
        return rows;
    }

    /// At most so many keys; the index keeps a removed row's key until its segment is merged.
    private List<Place> places(Optional<RowKey> after, int limit) throws IOException {
        List<Place> places = new ArrayList<>();
        var keys = MultiTerms.getTerms(reader, RowDocuments.KEY);
        if (keys == null) {
            return places;
        }
        Bits live = MultiBits.getLiveDocs(reader);
        TermsEnum terms = keys.iterator();
        BytesRef key = after.isPresent() ? next(terms, after.get()) : terms.next();
        PostingsEnum postings = null;
        int found = 0;
        while (key != null && found < limit) {
            postings = terms.postings(postings, PostingsEnum.NONE);
            int before = places.size();
            for (int row = next(postings, live);
                    row != DocIdSetIterator.NO_MORE_DOCS;
                    row = next(postings, live)) {
                places.add(new Place(RowDocuments.key(key), row));
            }
            found += places.size() > before ? 1 : 0;
            key = terms.next();
        }
        return places;
    }

    private static @Nullable BytesRef next(TermsEnum terms, RowKey after) throws IOException {
        return switch (terms.seekCeil(RowDocuments.bytes(after))) {
            case FOUND -> terms.next();
            case NOT_FOUND -> terms.term();
            case END -> null;
        };
    }

    private static int next(PostingsEnum rows, @Nullable Bits live) throws IOException {
        int row = rows.nextDoc();
        while (row != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(row)) {
            row = rows.nextDoc();
        }
        return row;
    }

    /// What a segment holds beside the words, to be read in ascending order of rows.
    private record Columns(
            @Nullable BinaryDocValues keys,
            @Nullable NumericDocValues said,
            @Nullable FloatVectorValues vectors,
            @Nullable DocIndexIterator positions) {
        private static final BytesRef NONE = new BytesRef();

        static Columns of(LeafReader segment) throws IOException {
            FloatVectorValues vectors = segment.getFloatVectorValues(RowDocuments.VECTOR);
            return new Columns(
                    segment.getBinaryDocValues(RowDocuments.KEY),
                    segment.getNumericDocValues(RowDocuments.SAID),
                    vectors,
                    vectors == null ? null : vectors.iterator());
        }

        long digest(int row) throws IOException {
            BytesRef key = keys != null && keys.advanceExact(row) ? keys.binaryValue() : NONE;
            long words = said != null && said.advanceExact(row) ? said.longValue() : 0;
            return RowDigest.of(key, vector(row), words);
        }

        private float @Nullable [] vector(int row) throws IOException {
            if (vectors == null || positions == null || positions.advance(row) != row) {
                return null;
            }
            return vectors.vectorValue(positions.index());
        }
    }
}
