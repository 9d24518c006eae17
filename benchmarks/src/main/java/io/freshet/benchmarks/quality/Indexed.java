package io.freshet.benchmarks.quality;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.benchmarks.quality.TestSet.Judgement;
import io.freshet.benchmarks.quality.TestSet.Question;
import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.Opened;
import io.freshet.benchmarks.running.RunningServer;
import io.freshet.search.Search;
import io.freshet.SearchRequest;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchResult.Hit;
import io.freshet.Vector;
import io.freshet.server.json.Json;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A test set in a server's collection: sent, cut, embedded and indexed as anybody's documents are,
/// and asked through the search that answers requests. Confined to one thread.
final class Indexed implements AutoCloseable {
    private static final String LUCENE = "collections/knowledge_base/lucene";
    private static final int PAGE = 500;
    private static final int TEN = 10;
    private static final int HUNDRED = 100;

    private final TestSet set;
    private final KeptVectors model;
    private final RunningServer server;
    private final Store store;
    private final Ledger ledger;
    private final Search search;
    private final Judge judge;

    private Indexed(TestSet set, KeptVectors model, RunningServer server, Opened ports) {
        this.set = set;
        this.model = model;
        this.server = server;
        this.store = ports.first(Store.class);
        this.ledger = ports.first(Ledger.class);
        this.search = new Search(store, ledger);
        this.judge = new Judge(placements(ledger));
    }

    /// Returns when all of it is searchable.
    ///
    /// @param yaml settings of the collection, as in `freshet.yaml`
    static Indexed of(TestSet set, String yaml, KeptVectors model) throws InterruptedException {
        List<Opened> opened = new ArrayList<>();
        RunningServer server =
                RunningServer.start(
                        "collections: {knowledge_base: " + yaml + "}",
                        adapters -> {
                            opened.add(new Opened(adapters, () -> model));
                            return opened.getFirst();
                        });
        Client client = new Client(server.port());
        client.lines(BodyPublishers.ofByteArrays(() -> set.documents().stream().map(Indexed::event).iterator()));
        client.awaitIdle();
        JsonNode status = client.status();
        if (status.path("documents").asLong() != set.documents().size()) {
            server.close();
            throw new IllegalStateException("not all of it was indexed: " + status);
        }
        return new Indexed(set, model, server, opened.getFirst());
    }

    private static byte[] event(TestSet.Document document) {
        String line =
                Json.object()
                                .put("event_type", "insert")
                                .put("document_id", document.id())
                                .put("text", document.text())
                                .put("media_type", document.format().mediaType())
                        + "\n";
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, List<Placement>> placements(Ledger ledger) {
        Map<String, List<Placement>> placements = new TreeMap<>();
        long version = ledger.head().version();
        Optional<DocumentId> after = Optional.empty();
        while (true) {
            List<Committed> page = ledger.list("", after, PAGE, version);
            page.forEach(one -> placements.put(one.document().value(), one.placements()));
            if (page.size() < PAGE) {
                return placements;
            }
            after = Optional.of(page.getLast().document());
        }
    }

    double chunksPerDocument() {
        return (double) ledger.head().chunks() / set.documents().size();
    }

    /// Each question's, in the set's order.
    List<Scores> scores(Mode mode) {
        List<Scores> scores = new ArrayList<>();
        for (Question question : set.questions()) {
            scores.add(
                    Scores.of(
                            judge.gains(question, ranked(question, mode, TEN)),
                            judge.gains(question, ranked(question, mode, HUNDRED))));
        }
        return scores;
    }

    /// The chunks that a search finds, best first; where documents are judged, one of each.
    private List<RowKey> ranked(Question question, Mode mode, int k) {
        int perDocument =
                switch (question.judgement()) {
                    case Judgement.Documents _ -> 1;
                    case Judgement.Section _ -> 0;
                };
        var request =
                new SearchRequest(
                        question.text(), Optional.empty(), mode, k, Scope.ALL, perDocument, 0);
        Optional<Vector> vector =
                mode == Mode.KEYWORD
                        ? Optional.empty()
                        : Optional.of(model.question(question.text()));
        return search.search(request, vector).hits().stream().map(Hit::chunk).toList();
    }

    /// Stops the server.
    ///
    /// @return bytes of the index on disk
    long stop() {
        server.stop();
        return server.bytes(LUCENE);
    }

    @Override
    public void close() {
        server.close();
    }
}
