package io.freshet.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.client.ApiDescription.Asked;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a server describes, the client can say and read: each operation, each parameter, each field
/// of a request and each field of an answer. What is left out stands here, with its reason.
final class WholeApiTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Write SAID = Write.await(SHORT).priority(Priority.HIGH);

    /// Fits every answer: what is not known is passed over.
    private static final byte[] ANSWER = "{\"type\":\"footer\"}".getBytes(StandardCharsets.UTF_8);

    private static final SortedMap<String, String> NOT_CALLED = new TreeMap<>();
    private static final SortedMap<String, String> NOT_SAID = new TreeMap<>();
    private static final SortedMap<String, String> NOT_READ = new TreeMap<>();
    private static final SortedMap<String, Class<?>> READ = new TreeMap<>();

    static {
        NOT_CALLED.put("page", "for people");
        NOT_CALLED.put("pageFile", "for people");
        NOT_CALLED.put("docs", "for people");
        NOT_CALLED.put("openapi", "for tools");
        NOT_CALLED.put("asyncapi", "for tools");
        NOT_CALLED.put("metrics", "for Prometheus");
        NOT_CALLED.put("stream", "a WebSocket: SubscriptionTest follows it");
        NOT_CALLED.put("getDocument", "getDocumentByQuery takes ids that a proxy would rewrite");
        NOT_CALLED.put("putDocument", "as getDocument");
        NOT_CALLED.put("patchDocument", "as getDocument");
        NOT_CALLED.put("deleteDocument", "as getDocument");
        NOT_CALLED.put("listDocuments", "findDocuments takes a filter, too");
        NOT_CALLED.put("quickSearch", "search takes all of it, too");

        NOT_SAID.put("changes?token", "reserved");
        NOT_SAID.put("sendEvents.events.type", "the short name of event_type");
        NOT_SAID.put("putCollection.search", "settings are a map, as in freshet.yaml");

        NOT_READ.put("Tag", "a map from name to version");
        NOT_READ.put("ready", "a map from collection to state");
        NOT_READ.put("BatchComplete.type", "says which record it is");
        NOT_READ.put("IndexUpdate", "put together with its chunks by Feed");
        NOT_READ.put("IndexChunks", "put together with its update by Feed");

        READ.put("Accepted", Accepted.class);
        READ.put("Settled", Accepted.class);
        READ.put("DryRun", DryRun.class);
        READ.put("Loaded", Loaded.class);
        READ.put("Withheld", WithheldDelete.class);
        READ.put("DeadLetter", DeadLetter.class);
        READ.put("Reembedding", Reembedding.class);
        READ.put("Reconciled", Reconciled.class);
        READ.put("Document", Document.class);
        READ.put("DocumentSummary", DocumentSummary.class);
        READ.put("Hits", Hits.class);
        READ.put("Version", Version.class);
        READ.put("documentHistory", DocumentChange.class);
        READ.put("diff", DocumentDiff.class);
        READ.put("RolledBack", RolledBack.class);
        READ.put("Migration", Migration.class);
        READ.put("MigrationEstimate", MigrationEstimate.class);
        READ.put("purge", Purged.class);
        READ.put("importCollection", Imported.class);
        READ.put("BatchComplete", BatchComplete.class);
        READ.put("Webhook", Webhook.class);
        READ.put("CostReport", CostReport.class);
        READ.put("estimateCost", CostEstimate.class);
        READ.put("Embedder", Embedder.class);
        READ.put("CollectionBrief", Status.class);
        READ.put("Collection", Status.class);
        READ.put("deleteCollection", Removed.class);
        READ.put("listSkipped", SkippedPath.class);
    }

    private static final Queue<Asked> ASKED = new ConcurrentLinkedQueue<>();

    @TempDir static Path folder;
    private static ApiDescription api;
    private static HttpServer stub;
    private static FreshetClient client;
    private static FreshetCollection notes;

    @BeforeAll
    static void callEverything() throws IOException, InterruptedException {
        try (TestServer server = TestServer.inMemory()) {
            api = ApiDescription.of(server.url());
        }
        stub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stub.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    ASKED.add(
                            Asked.of(exchange.getRequestMethod(), exchange.getRequestURI(), body));
                    exchange.sendResponseHeaders(200, ANSWER.length);
                    exchange.getResponseBody().write(ANSWER);
                    exchange.close();
                });
        stub.start();
        client = FreshetClient.connect("http://localhost:" + stub.getAddress().getPort());
        notes = client.collection("notes");
        events();
        documents();
        questions();
        versions();
        upkeep();
        migrations();
        webhooks();
        collections();
    }

    @AfterAll
    static void stop() {
        client.close();
        stub.stop(0);
    }

    private static void pages(Paged<?> list) {
        list.first(1);
        list.after("x", 1);
    }

    private static void events() {
        Event whole =
                Event.insert("a", "text")
                        .mediaType("text/plain")
                        .metadata(Map.of("team", "billing"))
                        .priority(Priority.CRITICAL)
                        .sourceVersion(1)
                        .eventId("e")
                        .timestamp(Instant.EPOCH);
        EventsRequest request =
                EventsRequest.of(
                                whole,
                                Event.update("b", new byte[] {1}, "text/plain"),
                                Event.delete(List.of("c", "d")))
                        .atomic()
                        .replace("manual/", 1)
                        .await(SHORT);
        notes.events(request);
        notes.dryRun(request);
        notes.load(List.of(whole).iterator());
        Selection selection = Selection.prefix("manual/").expect(1);
        notes.delete(selection, SAID);
        notes.delete(Selection.filter(Map.of("team", "billing")), SAID);
        notes.delete(Selection.documents(List.of("a")), SAID);
        notes.dryRun(selection);
        notes.refresh(SAID);
        notes.refresh(List.of("a"), SAID);
        notes.purge(selection, "why");
        notes.purge(Selection.documents(List.of("a")), "why");
    }

    private static void documents() {
        notes.put("a", Content.text("text").metadata(Map.of("team", "billing")), SAID);
        notes.put("a", Content.bytes(new byte[] {1}, "text/plain"), SAID);
        notes.patch("a", Map.of("team", "billing"), SAID);
        notes.delete("a", SAID);
        notes.get("a", 1);
        notes.getWithVectors("a");
        Map<String, ?> filter = Map.of("team", "billing");
        pages(notes.documents(Listing.ALL.prefix("manual/").filter(filter).atVersion(1)));
    }

    private static void questions() {
        notes.search(
                SearchRequest.of("refunds")
                        .k(5)
                        .mode(SearchRequest.Mode.HYBRID)
                        .filter(Map.of("team", "billing"))
                        .prefix("manual/")
                        .documents(List.of("a"))
                        .perDocument(1)
                        .context(1)
                        .exact()
                        .rerank("best", 20)
                        .include(SearchRequest.Include.TEXT)
                        .minSequence(1)
                        .await(SHORT));
        notes.search(SearchRequest.of(new float[] {1}).atVersion(1));
        notes.changes(
                ChangesRequest.since("p")
                        .limit(1)
                        .await(SHORT)
                        .prefix("manual/")
                        .filter(Map.of("team", "billing"))
                        .eventTypes("delete")
                        .include(Subscriber.Include.TEXT));
        notes.changes(ChangesRequest.sinceVersion(1, "h"));
    }

    private static void versions() {
        CollectionVersions versions = notes.versions();
        pages(versions.list());
        pages(versions.history("a"));
        pages(versions.diff(1, 2));
        versions.tags();
        versions.tag("release", 1);
        versions.untag("release");
        RollbackRequest back = RollbackRequest.to(1).reason("why").discardWaiting().allowCost();
        versions.rollback(back.prefix("manual/"));
        versions.rollback(back.documents(List.of("a")));
    }

    private static void upkeep() {
        CollectionUpkeep upkeep = notes.upkeep();
        pages(upkeep.deadLetters());
        upkeep.deadLetter("a");
        upkeep.retryDeadLetters();
        upkeep.retryDeadLetters(List.of("a"));
        upkeep.discardDeadLetters();
        upkeep.discardDeadLetters(List.of("a"));
        pages(upkeep.withheld());
        upkeep.releaseWithheld(List.of("a"));
        pages(upkeep.held());
        upkeep.releaseHeld(List.of("a"));
        pages(upkeep.skipped());
        upkeep.heldReembedding();
        upkeep.confirmReembedding();
        upkeep.reconcileDryRun(SHORT);
        upkeep.reconciling(SHORT);
    }

    private static void migrations() {
        CollectionMigrations migrations = notes.migrations();
        MigrationRequest request =
                MigrationRequest.embedder("other").targetTokens(400).prefix("title");
        migrations.status();
        migrations.dryRun(request);
        migrations.begin(request);
        migrations.pause();
        migrations.resume();
        migrations.switchOver();
        migrations.revert();
        migrations.cancel();
        migrations.drop();
    }

    private static void webhooks() {
        CollectionWebhooks webhooks = notes.webhooks();
        webhooks.list().all();
        webhooks.get("cache");
        webhooks.put(
                "cache",
                WebhookRequest.to("https://app.example/hooks")
                        .secret("whsec_")
                        .since("p")
                        .prefix("manual/")
                        .filter(Map.of("team", "billing"))
                        .eventTypes("delete")
                        .include(Subscriber.Include.TEXT)
                        .paused());
        webhooks.put("cache", WebhookRequest.change().sinceVersion(1, "h"));
        webhooks.remove("cache");
    }

    private static void collections() {
        client.collections();
        notes.create(Map.of("freshness_target", "15s"));
        notes.status();
        notes.remove();
        notes.exportTo(OutputStream.nullOutputStream());
        notes.importFrom(ImportRequest.of(new ByteArrayInputStream(ANSWER)).embed());
        notes.backupTo(folder.resolve("notes.zip"));
        LocalDate day = LocalDate.of(2026, 11, 1);
        client.cost(CostRequest.ALL.collection("notes").from(day).to(day));
        client.estimate(1);
        client.embedders();
        client.isLive();
        client.readiness();
    }

    @Test
    void everyOperationIsCalled() {
        SortedSet<String> uncalled = api.operations();
        ASKED.forEach(asked -> uncalled.remove(api.operation(asked)));

        assertThat(uncalled).isEqualTo(NOT_CALLED.keySet());
    }

    @Test
    void everyParameterAndEveryFieldOfARequestIsSaid() {
        SortedMap<String, List<Asked>> asked = new TreeMap<>();
        for (Asked each : ASKED) {
            asked.computeIfAbsent(api.operation(each), _ -> new ArrayList<>()).add(each);
        }
        SortedSet<String> unsaid = new TreeSet<>();
        asked.forEach((operation, requests) -> unsaid.addAll(api.unsaid(operation, requests)));

        assertThat(unsaid).isEqualTo(NOT_SAID.keySet());
    }

    @Test
    void everyFieldOfAnAnswerIsRead() {
        SortedSet<String> unread = new TreeSet<>();
        for (String operation : api.operations()) {
            if (!NOT_CALLED.containsKey(operation)) {
                api.answers(operation).forEach(schema -> answer(operation, schema, unread));
            }
        }

        assertThat(unread).isEqualTo(NOT_READ.keySet());
    }

    /// A schema is known by its name, and one that has none by its operation's.
    private static void answer(String operation, JsonNode schema, SortedSet<String> unread) {
        String reference = schema.path("$ref").asString("");
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        Class<?> type = READ.get(name.isEmpty() ? operation : name);
        if (type != null) {
            JsonNode read = name.isEmpty() ? element(schema) : schema;
            unread.addAll(api.unread(read, type, type.getSimpleName()));
            return;
        }
        JsonNode described = api.resolved(schema);
        List<JsonNode> parts = new ArrayList<>();
        parts.addAll(described.path("anyOf").valueStream().toList());
        parts.addAll(described.path("oneOf").valueStream().toList());
        if (described.has("items")) {
            parts.add(described.path("items"));
        }
        List<JsonNode> properties =
                described.path("properties").properties().stream()
                        .filter(each -> !each.getKey().equals("next"))
                        .map(Map.Entry::getValue)
                        .toList();
        if (properties.size() > 1) {
            unread.add(name.isEmpty() ? operation : name);
            return;
        }
        parts.addAll(properties);
        parts.forEach(part -> answer(operation, part, unread));
    }

    /// Of a page what it lists, else all of it.
    private static JsonNode element(JsonNode schema) {
        if (!schema.path("properties").has("next")) {
            return schema;
        }
        return schema.path("properties")
                .valueStream()
                .filter(each -> each.has("items"))
                .findFirst()
                .map(each -> each.path("items"))
                .orElseThrow();
    }
}
