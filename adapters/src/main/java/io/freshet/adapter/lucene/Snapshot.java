package io.freshet.adapter.lucene;

import io.freshet.spi.Store.Applied;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.similarities.Similarity;

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
}
