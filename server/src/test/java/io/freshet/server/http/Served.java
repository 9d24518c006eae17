package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.engine.Engine;
import io.freshet.engine.Wanted;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.server.EngineHolder;
import io.freshet.server.FreshetServer;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Adapters;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/// A real server over a real engine, whose ports are in memory.
public final class Served implements AutoCloseable {
    private final EngineHolder engine;
    private final FreshetServer server;
    final Wire wire;

    private Served(EngineHolder engine, FreshetServer server) {
        this.engine = engine;
        this.server = server;
        this.wire = Wire.to(server.port());
    }

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
        SortedSet<CollectionName> named = new TreeSet<>(configs.config().collections().keySet());
        named.add(new CollectionName("knowledge_base"));
        Wanted wanted =
                new Wanted(
                        named,
                        name -> !configs.config().collection(name).folders().isEmpty(),
                        name -> configs.of(name).settings());
        EngineHolder engine = EngineHolder.open(() -> Engine.open(adapters, wanted));
        FreshetServer server = FreshetServer.start(engine, configs, settings);
        assertThat(engine.await()).isEmpty();
        return new Served(engine, server);
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
        require(wire.put(document(collection, id) + "?wait=true", markdown));
    }

    /// A document is there no more.
    public void delete(String collection, String id) {
        require(wire.delete(document(collection, id) + "?wait=true"));
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
