package io.freshet.benchmarks.recall;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.benchmarks.running.EventLine;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

/// Documents that a server has taken in, and then edits of them, one after the other: its index is
/// in many segments, with removed rows. The server has stopped. Confined to one thread.
final class Loaded implements AutoCloseable {
    private static final int CHUNKS_PER_DOCUMENT = 10;
    private static final long SEED = 1;

    /// So that bare Lucene, which splits a question at blanks, looks for the same words.
    private static final String WORDS_AS_THEY_STAND =
            "collection_defaults: {search: {analysis: standard}}\n";

    private final RunningServer server;

    private Loaded(RunningServer server) {
        this.server = server;
    }

    /// @param chunks about so many
    /// @param edits versions of one edited document each
    static Loaded of(int chunks, int edits, TopicModel model) throws InterruptedException {
        RunningServer server =
                RunningServer.start(
                        WORDS_AS_THEY_STAND, adapters -> new Opened(adapters, () -> model));
        try {
            Client client = new Client(server.port());
            int documents = documents(chunks);
            Prose prose = new Prose(SEED);
            fill(client, documents, prose);
            for (int i = 0; i < edits; i++) {
                edit(client, Math.floorMod(i * 7919, documents), prose);
            }
            server.stop();
            return new Loaded(server);
        } catch (InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    static int documents(int chunks) {
        return chunks / CHUNKS_PER_DOCUMENT;
    }

    /// Returns when all are searchable.
    static void fill(Client client, int documents, Prose prose) throws InterruptedException {
        client.lines(
                BodyPublishers.ofByteArrays(
                        () ->
                                IntStream.range(0, documents)
                                        .mapToObj(i -> event(i, prose.page()))
                                        .iterator()));
        client.awaitIdle();
    }

    /// A document is written anew, in a version of its own.
    static void edit(Client client, int document, Prose prose) throws InterruptedException {
        client.lines(BodyPublishers.ofByteArray(event(document, prose.page())));
        client.awaitIdle();
    }

    private static byte[] event(int document, String text) {
        var event = EventLine.upsert("manual/page-%06d.md".formatted(document), text);
        event.set("metadata", Share.metadata(document));
        return EventLine.bytes(event);
    }

    DataDirectory data() {
        return DataDirectory.of(server.data(), WORDS_AS_THEY_STAND);
    }

    /// Of the index.
    Path lucene() {
        return server.data().resolve("collections/knowledge_base/lucene");
    }

    /// Makes one segment of all, as merging does in the end.
    void merge() throws IOException {
        try (var directory = FSDirectory.open(lucene());
                var writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.forceMerge(1);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
