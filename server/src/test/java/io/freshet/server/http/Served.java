package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.CollectionName;
import io.freshet.engine.Engine;
import io.freshet.engine.Wanted;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.WebhookFiles;
import io.freshet.server.EngineHolder;
import io.freshet.server.FreshetServer;
import io.freshet.server.json.Json;
import io.freshet.server.stream.StreamLimits;
import io.freshet.server.webhook.Pace;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Adapters;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// A real server over a real engine, whose ports are in memory.
public final class Served implements AutoCloseable {
    /// Idle connections are pinged all the time, and a webhook that fails is tried again at once.
    private static StreamLimits restless(CollectionConfigs configs) {
        int frame = configs.config().limits().sizes().frame();
        return new StreamLimits(1000, frame, Duration.ofMillis(20));
    }

    private static final Pace AT_ONCE =
            new Pace(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofHours(24));

    private final Opened opened;
    private final EngineHolder engine;
    private final FreshetServer server;
    final Wire wire;

    private Served(Opened opened, EngineHolder engine, FreshetServer server) {
        this.opened = opened;
        this.engine = engine;
        this.server = server;
        this.wire = Wire.to(server.port());
    }

    /// What a server was started with, and what outlives it.
    private record Opened(Adapters adapters, CollectionConfigs configs, WebhookFiles webhooks) {}

    public static Served start() throws InterruptedException {
        return start(HttpSettings.DEFAULT.withPort(0));
    }

    /// Over real files in a directory, with an embedder that counts.
    public static Served onDisk(Path data, CountingEmbedder embedder) throws InterruptedException {
        CollectionConfigs set = MemorySettings.configs("server: {data_dir: \"" + data + "\"}\n");
        CollectionConfigs configs = new CollectionConfigs(set.config(), new Homes(data));
        return start(
                HttpSettings.DEFAULT.withPort(0),
                new CountedAssembly(configs, data, embedder),
                configs);
    }

    /// One whose configuration file says this.
    public static Served configured(String yaml) throws InterruptedException {
        return start(
                HttpSettings.DEFAULT.withPort(0),
                new MemoryAdapters(),
                MemorySettings.configs(yaml));
    }

    /// Another server on the same port over what this one has stored. This one is closed.
    public Served restarted() throws InterruptedException {
        HttpSettings samePort = HttpSettings.DEFAULT.withPort(port());
        close();
        // somebody else on this machine may have the port for a moment
        return await().pollDelay(Duration.ZERO)
                .ignoreException(IllegalStateException.class)
                .until(() -> start(samePort, opened), _ -> true);
    }

    /// A text with the marker is refused for good, and given up at once.
    public static Served refusing(String marker) throws InterruptedException {
        MemoryAdapters adapters = new MemoryAdapters();
        String once = "collection_defaults: {retry: {attempts_max: 1}}\n";
        Served served =
                start(HttpSettings.DEFAULT.withPort(0), adapters, MemorySettings.configs(once));
        adapters.embedder().refuse(marker);
        return served;
    }

    static Served start(HttpSettings settings) throws InterruptedException {
        return start(settings, new MemoryAdapters(), MemorySettings.configs());
    }

    static Served start(HttpSettings settings, Adapters adapters) throws InterruptedException {
        return start(settings, adapters, MemorySettings.configs());
    }

    static Served start(HttpSettings settings, Adapters adapters, CollectionConfigs configs)
            throws InterruptedException {
        return start(settings, new Opened(adapters, configs, new MemoryWebhooks()));
    }

    private static Served start(HttpSettings settings, Opened opened) throws InterruptedException {
        CollectionConfigs configs = opened.configs();
        SortedSet<CollectionName> named = new TreeSet<>(configs.config().collections().keySet());
        named.add(new CollectionName("knowledge_base"));
        Wanted wanted =
                new Wanted(
                        named,
                        name -> !configs.config().collection(name).folders().isEmpty(),
                        name -> configs.of(name).settings(),
                        configs.config().limits().budget());
        EngineHolder engine = EngineHolder.open(() -> Engine.open(opened.adapters(), wanted));
        var streaming = new FreshetServer.Streaming(restless(configs), opened.webhooks(), AT_ONCE);
        try {
            FreshetServer server = FreshetServer.start(engine, configs, settings, streaming);
            assertThat(engine.await()).isEmpty();
            return new Served(opened, engine, server);
        } catch (IllegalStateException e) {
            engine.close();
            throw e;
        }
    }

    Engine engine() {
        return engine.get();
    }

    FreshetServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    /// A document is this text now, and searchable.
    public void put(String collection, String id, String markdown) {
        require(wire.put(document(collection, id) + "?wait=true&timeout=60s", markdown));
    }

    /// The same with metadata.
    ///
    /// @param metadata a JSON object
    public void put(String collection, String id, String markdown, String metadata) {
        String body =
                Json.text(Json.object().put("text", markdown).set("metadata", Json.read(metadata)));
        require(
                wire.send(
                        "PUT",
                        document(collection, id) + "?wait=true&timeout=60s",
                        "application/json",
                        body));
    }

    /// What any request answers.
    ///
    /// @param json the body, with single quotes; none where it is empty
    public JsonNode answer(String method, String path, String json, int status) {
        Wire.Answer answer =
                json.isEmpty()
                        ? wire.send(
                                wire.request(path)
                                        .method(method, HttpRequest.BodyPublishers.noBody()))
                        : wire.send(method, path, "application/json", json.replace('\'', '"'));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer.json();
    }

    /// Everything that was accepted is searchable and announced. That nothing waits is not enough:
    /// what is committed waits no more, and is shown a moment later.
    public void awaitSettled(String collection) {
        await().until(() -> isSettled(get("/v1/collections/" + collection)));
    }

    /// Whether a collection's status says so, and that its sources have nothing to read. While it
    /// is opened anew it says nothing.
    public static boolean isSettled(JsonNode status) {
        if (status.path("state").asString("").equals("closed")) {
            return false;
        }
        for (JsonNode source : status.path("sources")) {
            if (source.path("to_read").asLong(-1) != 0) {
                return false;
            }
        }
        return status.path("pending").asLong(-1) == 0
                && status.path("index_version").asLong(-1)
                        == status.path("committed_version").asLong(-2);
    }

    public String metrics() {
        return wire.get("/metrics").body();
    }

    /// What a GET answers.
    public JsonNode get(String path) {
        Wire.Answer answer = wire.get(path);
        require(answer);
        return answer.json();
    }

    /// A document is there no more.
    public void delete(String collection, String id) {
        require(wire.delete(document(collection, id) + "?wait=true&timeout=60s"));
    }

    /// Any other request that must succeed.
    ///
    /// @param path below the collection
    public void post(String collection, String path, String json) {
        require(wire.post("/v1/collections/" + collection + path, json));
    }

    private static String document(String collection, String id) {
        return "/v1/collections/" + collection + "/documents/" + Wire.encoded(id);
    }

    private static void require(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Override
    public void close() {
        server.close();
        engine.close();
    }
}
