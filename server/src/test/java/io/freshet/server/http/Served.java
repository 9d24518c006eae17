package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionSettings;
import io.freshet.engine.Engine;
import io.freshet.server.EngineHolder;
import io.freshet.server.FreshetServer;

/// A real server over a real engine, whose ports are in memory.
final class Served implements AutoCloseable {
    private final EngineHolder engine;
    private final FreshetServer server;
    final Wire wire;

    private Served(EngineHolder engine, FreshetServer server) {
        this.engine = engine;
        this.server = server;
        this.wire = Wire.to(server.port());
    }

    static Served start() throws InterruptedException {
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

    @Override
    public void close() {
        server.close();
        engine.close();
    }
}
