package io.freshet.adapter.lucene;

import io.freshet.RowKey;
import io.freshet.spi.Store.Applied;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What searches see: a reader and the version that it shows, as one reference (I3). The reader
/// lives until the store has moved on and its last search is over. Safe for any thread.
record Snapshot(DirectoryReader reader, IndexSearcher searcher, LiveWords live, Applied applied) {
    /// Takes over one reference to the reader.
    static Snapshot of(DirectoryReader reader, Similarity similarity, Label label) {
        var searcher = new IndexSearcher(reader);
        searcher.setSimilarity(similarity);
        return new Snapshot(
                reader,
                searcher,
                new LiveWords(reader),
                new Applied(label.history(), label.version(), reader.numDocs()));
    }

    /// The version that a reader shows, and the history that it is of.
    record Label(String history, long version) {
        static final Label NONE = new Label("", 0);
    }

    List<RowKey> rows(Optional<RowKey> after, int limit) throws IOException {
        List<RowKey> found = new ArrayList<>();
        var keys = MultiTerms.getTerms(reader, RowDocuments.KEY);
        if (keys == null || limit < 1) {
            return found;
        }
        Bits live = MultiBits.getLiveDocs(reader);
        TermsEnum terms = keys.iterator();
        BytesRef key = after.isPresent() ? next(terms, after.get()) : terms.next();
        PostingsEnum postings = null;
        while (key != null && found.size() < limit) {
            postings = terms.postings(postings, PostingsEnum.NONE);
            if (isLive(postings, live)) {
                found.add(RowDocuments.key(key));
            }
            key = terms.next();
        }
        return found;
    }

    private static @Nullable BytesRef next(TermsEnum terms, RowKey after) throws IOException {
        return switch (terms.seekCeil(RowDocuments.bytes(after))) {
            case FOUND -> terms.next();
            case NOT_FOUND -> terms.term();
            case END -> null;
        };
    }

    /// The index keeps a removed row's key until its segment is merged.
    private static boolean isLive(PostingsEnum rows, @Nullable Bits live) throws IOException {
        for (int row = rows.nextDoc(); row != DocIdSetIterator.NO_MORE_DOCS; row = rows.nextDoc()) {
            if (live == null || live.get(row)) {
                return true;
            }
        }
        return false;
    }
}
