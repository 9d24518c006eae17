package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.RowDocuments.TEXT;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// How often words occur in the rows that are there. The index's own counts go on counting a
/// removed row until its segment is merged, so they depend on what the index went through. Safe for
/// any thread.
final class LiveWords {
    private static final int END = DocIdSetIterator.NO_MORE_DOCS;

    private final DirectoryReader reader;
    private @Nullable CollectionStatistics all;

    LiveWords(DirectoryReader reader) {
        this.reader = reader;
    }

    /// Of all words; null where no row has any. Counted when it is first asked for: a segment with
    /// removed rows is read through.
    synchronized @Nullable CollectionStatistics all() throws IOException {
        if (all == null) {
            all = count();
        }
        return all;
    }

    private @Nullable CollectionStatistics count() throws IOException {
        Sums sums = new Sums();
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(TEXT);
            if (terms != null) {
                sums.add(terms, leaf.reader());
            }
        }
        return sums.rows == 0
                ? null
                : new CollectionStatistics(
                        TEXT, reader.numDocs(), sums.rows, sums.occurrences, sums.words);
    }

    /// Of one word; null where no row has it.
    @Nullable TermStatistics of(BytesRef word) throws IOException {
        long rows = 0;
        long occurrences = 0;
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(TEXT);
            if (terms == null) {
                continue;
            }
            TermsEnum found = terms.iterator();
            if (!found.seekExact(word)) {
                continue;
            }
            Bits live = leaf.reader().getLiveDocs();
            if (live == null) {
                rows += found.docFreq();
                occurrences += found.totalTermFreq();
                continue;
            }
            PostingsEnum postings = found.postings(null, PostingsEnum.FREQS);
            for (int row = next(postings, live); row != END; row = next(postings, live)) {
                rows++;
                occurrences += postings.freq();
            }
        }
        return rows == 0 ? null : new TermStatistics(word, rows, occurrences);
    }

    private static int next(PostingsEnum postings, Bits live) throws IOException {
        int row = postings.nextDoc();
        while (row != END && !live.get(row)) {
            row = postings.nextDoc();
        }
        return row;
    }

    private static final class Sums {
        private long rows;
        private long occurrences;
        private long words;

        void add(Terms terms, LeafReader segment) throws IOException {
            Bits live = segment.getLiveDocs();
            if (live == null) {
                rows += terms.getDocCount();
                occurrences += terms.getSumTotalTermFreq();
                words += terms.getSumDocFreq();
                return;
            }
            FixedBitSet withWords = new FixedBitSet(segment.maxDoc());
            TermsEnum each = terms.iterator();
            PostingsEnum postings = null;
            while (each.next() != null) {
                postings = each.postings(postings, PostingsEnum.FREQS);
                for (int row = next(postings, live); row != END; row = next(postings, live)) {
                    withWords.set(row);
                    occurrences += postings.freq();
                    words++;
                }
            }
            rows += withWords.cardinality();
        }
    }
}
