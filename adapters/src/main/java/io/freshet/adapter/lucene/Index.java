package io.freshet.adapter.lucene;

import io.freshet.spi.Store.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// An index on disk, open for writing. A commit carries the history and version that it holds.
/// Confined to the one who writes to the store.
final class Index {
    /// Raised when rows lie in the index in another way: an index of another format is begun anew.
    private static final String FORMAT = "3";

    private static final double BUFFER_MIB = 32;

    /// A publish makes a segment of a few rows, which soon merges with others: it stays in memory
    /// until a commit, up to these limits. That more than halves the time of a small publish.
    private static final double SMALL_MIB = 4;

    private static final double SMALL_TOTAL_MIB = 32;

    private final Directory directory;
    private final IndexWriter writer;
    private final int dimensions;
    private final Words words;

    private Index(Directory directory, IndexWriter writer, int dimensions, Words words) {
        this.directory = directory;
        this.writer = writer;
        this.dimensions = dimensions;
        this.words = words;
    }

    /// Opens what was committed last, or an empty index.
    static Index open(Path path, int dimensions, Words words) throws IOException {
        Files.createDirectories(path);
        Directory directory =
                new NRTCachingDirectory(FSDirectory.open(path), SMALL_MIB, SMALL_TOTAL_MIB);
        boolean isOpen = false;
        try {
            var writer = new IndexWriter(directory, config(words));
            var index = new Index(directory, writer, dimensions, words);
            isOpen = true;
            return index;
        } finally {
            if (!isOpen) {
                IOUtils.closeWhileHandlingException(directory);
            }
        }
    }

    private static IndexWriterConfig config(Words words) {
        return new IndexWriterConfig(words.kept())
                .setSimilarity(words.similarity())
                .setCodec(new WideVectors())
                .setRAMBufferSizeMB(BUFFER_MIB)
                .setMaxFullFlushMergeWaitMillis(0)
                .setMergePolicy(new DeletesAway())
                .setCommitOnClose(false);
    }

    /// What lies in the last commit. Damage that a first look can tell comes out here.
    Snapshot committed() throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        var committed = writer.getLiveCommitData();
        if (committed != null) {
            committed.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        boolean isOurs =
                FORMAT.equals(data.get("format"))
                        && Integer.toString(dimensions).equals(data.get("dimensions"))
                        && words.name().equals(data.getOrDefault("analysis", "standard"));
        if (!isOurs) {
            writer.deleteAll();
        }
        DirectoryReader reader = DirectoryReader.open(writer);
        return isOurs
                ? Snapshot.of(
                        reader,
                        words.similarity(),
                        new Snapshot.Label(
                                data.getOrDefault("history", ""),
                                Long.parseLong(data.getOrDefault("version", "0"))))
                : Snapshot.of(reader, words.similarity(), Snapshot.Label.NONE);
    }

    /// Reads every byte and compares it with its checksum.
    static void verify(Snapshot snapshot) throws IOException {
        for (LeafReaderContext leaf : snapshot.reader().leaves()) {
            leaf.reader().checkIntegrity();
        }
    }

    IndexWriter writer() {
        return writer;
    }

    /// Whether it still takes changes. A merge in the background that fails says so a moment before
    /// the writer closes itself.
    boolean isOpen() {
        return writer.isOpen() && writer.getTragicException() == null;
    }

    @Nullable Throwable tragedy() {
        return writer.getTragicException();
    }

    void commit(Applied applied) throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("format", FORMAT);
        data.put("dimensions", Integer.toString(dimensions));
        data.put("analysis", words.name());
        data.put("history", applied.history());
        data.put("version", Long.toString(applied.version()));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /// Writes every segment anew that has deleted rows, once merges that run have ended.
    void mergeDeletesAway() throws IOException {
        if (writer.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merges) {
            merges.sync();
        }
        writer.forceMergeDeletes(true);
    }

    /// Drops what is not committed, stops merges and lets go of the files.
    void close() throws IOException {
        IOUtils.close(writer::rollback, directory);
    }
}
