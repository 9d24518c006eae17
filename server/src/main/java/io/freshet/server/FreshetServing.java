package io.freshet.server;

import io.freshet.SourceStatus;
import io.freshet.engine.CollectionStatus;
import io.freshet.library.Installation;
import io.freshet.library.config.Config;
import io.freshet.server.cli.Serving;
import io.freshet.server.http.BodySizes;
import io.freshet.server.http.HttpSettings;
import io.freshet.server.stream.StreamLimits;
import io.freshet.server.webhook.Pace;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// What `serve` runs: the data directory, locked; the engine, opened in the background; the server
/// over it. Safe for any thread.
public final class FreshetServing implements Serving {
    private static final Duration READY_POLL = Duration.ofMillis(50);

    private final Installation.Assembling assembling;

    public FreshetServing(Installation.Assembling assembling) {
        this.assembling = assembling;
    }

    @Override
    public Serving.Running start(Config config) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        checkPort(config.server());
        // What is configured wrongly is told now, and not in the background.
        Installation installation = Installation.of(config, assembling);
        EngineHolder engine = EngineHolder.open(installation::engine);
        try {
            FreshetServer server =
                    FreshetServer.start(
                            engine,
                            installation.configs(),
                            httpSettings(config),
                            new FreshetServer.Streaming(
                                    streamLimits(config), installation.webhooks(), Pace.DEFAULT));
            return new Started(installation, engine, server);
        } catch (IllegalStateException e) {
            engine.close();
            installation.close();
            throw e;
        }
    }

    /// Before anything is loaded: a port that is taken is the likeliest mistake.
    private static void checkPort(Config.Server server) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(server.host(), server.port()));
        } catch (BindException e) {
            throw new IllegalStateException(
                    "cannot listen on "
                            + server.host()
                            + " port "
                            + server.port()
                            + ": "
                            + e.getMessage()
                            + "; is another server running there? Stop it, or choose another with"
                            + " --port",
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot listen on " + server.host() + ": " + e, e);
        }
    }

    private static HttpSettings httpSettings(Config config) {
        Config.Server server = config.server();
        Config.Sizes sizes = config.limits().sizes();
        return new HttpSettings(
                server.host(),
                server.port(),
                server.allowedHosts(),
                server.allowedOrigins(),
                config.autoCreateCollections(),
                new BodySizes(sizes.body(), sizes.documents()));
    }

    private static StreamLimits streamLimits(Config config) {
        Config.Limits limits = config.limits();
        return new StreamLimits(
                limits.subscribersMax(), limits.sizes().frame(), StreamLimits.DEFAULT.pingEvery());
    }

    private record Started(Installation installation, EngineHolder engine, FreshetServer server)
            implements Serving.Running {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public List<Serving.Followed> followed() throws InterruptedException {
            List<Serving.Followed> followed = new ArrayList<>();
            for (CollectionStatus status : engine.get().statuses()) {
                for (SourceStatus source : status.sources()) {
                    followed.add(new Serving.Followed(status.name(), source, waiting(status)));
                }
            }
            return followed;
        }

        /// What is committed waits no more, and is shown a moment later.
        private static long waiting(CollectionStatus status) {
            long waiting = status.journal().waitingDocuments();
            boolean isShown = status.searchable() >= status.head().version();
            return isShown ? waiting : Math.max(1, waiting);
        }

        /// A collection that is damaged is not waited for: it says so itself, and the others serve.
        @Override
        public void awaitReady() throws InterruptedException {
            Optional<Throwable> failure = engine.await();
            if (failure.isPresent()) {
                throw new IllegalStateException(
                        "the stored collections do not open: " + failure.get().getMessage(),
                        failure.get());
            }
            while (engine.get().statuses().stream()
                    .anyMatch(status -> status.state() == CollectionStatus.State.STARTING)) {
                Thread.sleep(READY_POLL);
            }
        }

        @Override
        public void close() {
            server.close();
            engine.close();
            installation.close();
        }
    }
}
