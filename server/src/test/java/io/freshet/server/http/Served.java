package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionSettings;
import io.freshet.engine.Engine;
import io.freshet.server.EngineHolder;
import io.freshet.server.FreshetServer;

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

    static Served start(HttpSettings settings) throws InterruptedException {
        EngineHolder engine =
                EngineHolder.open(
                        () -> Engine.open(new MemoryAdapters(), _ -> CollectionSettings.DEFAULT));
        FreshetServer server = FreshetServer.start(engine, settings);
        assertThat(engine.await()).isEmpty();
        return new Served(engine, server);
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
