package io.freshet.benchmarks.quality;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.DataDirectory;
import io.freshet.benchmarks.running.Directories;
import io.freshet.benchmarks.running.EventLine;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import java.net.http.HttpRequest.BodyPublishers;
import tools.jackson.databind.JsonNode;

/// A test set that a server has taken in: sent, cut, embedded and indexed as anybody's documents
/// are. The server has stopped, and what it stored can be asked at any settings that need no other
/// index. Confined to one thread.
final class Indexed implements AutoCloseable {
    private static final String LUCENE = "collections/knowledge_base/lucene";

    private final TestSet set;
    private final KeptVectors model;
    private final RunningServer server;
    private final long chunks;

    private Indexed(TestSet set, KeptVectors model, RunningServer server, long chunks) {
        this.set = set;
        this.model = model;
        this.server = server;
        this.chunks = chunks;
    }

    /// Returns when all of it is searchable.
    static Indexed of(TestSet set, Setting setting, KeptVectors model) throws InterruptedException {
        RunningServer server =
                RunningServer.start(setting.yaml(), adapters -> new Opened(adapters, () -> model));
        try {
            Client client = new Client(server.port());
            client.lines(
                    BodyPublishers.ofByteArrays(
                            () -> set.documents().stream().map(Indexed::event).iterator()));
            client.awaitIdle();
            JsonNode status = client.status();
            if (status.path("documents").asLong() != set.documents().size()) {
                throw new IllegalStateException("not all of it was indexed: " + status);
            }
            server.stop();
            return new Indexed(set, model, server, status.path("chunks").asLong());
        } catch (InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static byte[] event(TestSet.Document document) {
        return EventLine.bytes(
                EventLine.upsert(document.id(), document.text())
                        .put("media_type", document.format().mediaType()));
    }

    double chunksPerDocument() {
        return (double) chunks / set.documents().size();
    }

    /// On disk.
    long bytes() {
        return Directories.bytes(server.data().resolve(LUCENE));
    }

    /// @param setting one that cuts and analyses as that which it was indexed with
    Asked ask(Setting setting) {
        return new Asked(set, model, DataDirectory.of(server.data(), setting.yaml()));
    }

    @Override
    public void close() {
        server.close();
    }
}
