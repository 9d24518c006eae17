package io.freshet.benchmarks.replay;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A server that watches a folder. Confined to one thread.
final class WatchingServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final RunningServer running;
    private final Client client;
    private final Held held;

    private WatchingServer(RunningServer running, Client client, Held held) {
        this.running = running;
        this.client = client;
        this.held = held;
    }

    static WatchingServer over(Folder folder, Embedder model) throws InterruptedException {
        List<Opened> opened = new ArrayList<>();
        RunningServer running =
                RunningServer.start(
                        yaml(folder),
                        adapters -> {
                            opened.add(new Opened(adapters, () -> model));
                            return opened.getFirst();
                        });
        Client client = new Client(running.port());
        client.status(); // a collection is open once somebody has asked for it
        return new WatchingServer(running, client, new Held(opened.getFirst()));
    }

    /// A checkout may delete any number of files, and means it. Words are looked for as they stand:
    /// by its stem, one that is gone would be found by its other forms.
    private static String yaml(Folder folder) {
        return """
        collections:
          knowledge_base:
            sources: [{type: folder, path: '%s'}]
            delete_guard: {documents: 1000000, share: 100%%}
            search: {analysis: standard}
        """
                .formatted(folder.directory());
    }

    /// The extractor that it has.
    static Extractor extractor() {
        return RunningServer.extractor();
    }

    Client client() {
        return client;
    }

    Held held() {
        return held;
    }

    /// Until each of these documents is searchable as its file is.
    ///
    /// @param files by name; one that is not there is a document that is gone
    void awaitDocuments(Set<DocumentId> documents, Map<String, String> files)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<DocumentId> late = late(documents, files);
            if (late.isEmpty() && Client.isIdle(client.status())) {
                return;
            }
            Wrong.unless(System.nanoTime() < end, "not indexed after a minute: " + late);
            Thread.sleep(POLL);
        }
    }

    private List<DocumentId> late(Set<DocumentId> documents, Map<String, String> files) {
        Map<DocumentId, Committed> committed = held.documents(documents);
        return documents.stream()
                .filter(
                        id ->
                                !Optional.ofNullable(committed.get(id))
                                        .map(document -> document.content().text())
                                        .equals(Optional.ofNullable(files.get(id.value()))))
                .toList();
    }

    @Override
    public void close() {
        running.close();
    }
}
