package io.freshet.server;

import io.freshet.CollectionName;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.EmbedderStatus;
import io.freshet.engine.Engine;
import io.freshet.engine.MigrationStatus;
import io.freshet.engine.Migrations;
import io.freshet.engine.RerankerStatus;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.WebhookFiles;
import io.freshet.server.http.Front;
import io.freshet.server.http.HttpSettings;
import io.freshet.server.metrics.Metrics;
import io.freshet.server.stream.EngineFeeds;
import io.freshet.server.stream.StreamLimits;
import io.freshet.server.stream.StreamRoutes;
import io.freshet.server.webhook.Pace;
import io.freshet.server.webhook.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server over an engine. Started at once; until the engine is open, all but
/// `/health/live` and `/metrics` answer 503. Safe for any thread.
public final class FreshetServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FreshetServer.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final Listeners.Routes routes;
    private final Webhooks webhooks;
    private final Metrics metrics;
    private final Listeners listeners;

    private FreshetServer(
            Listeners.Routes routes, Webhooks webhooks, Metrics metrics, Listeners listeners) {
        this.routes = routes;
        this.webhooks = webhooks;
        this.metrics = metrics;
        this.listeners = listeners;
    }

    /// Listens. The engine stays the caller's, who closes it after the server.
    ///
    /// @throws IllegalStateException where the address cannot be bound
    public static FreshetServer start(
            EngineHolder engine, CollectionConfigs configs, HttpSettings settings) {
        return start(engine, configs, settings, Streaming.DEFAULT);
    }

    /// How feeds are followed.
    ///
    /// @param webhooks where webhooks are kept
    /// @param pace at which one that fails is tried again
    public record Streaming(StreamLimits limits, WebhookFiles webhooks, Pace pace) {
        /// No webhook is kept.
        static final Streaming DEFAULT =
                new Streaming(StreamLimits.DEFAULT, WebhookFiles.NONE, Pace.DEFAULT);
    }

    /// With subscribers as they are wanted.
    ///
    /// @throws IllegalStateException where the address cannot be bound
    public static FreshetServer start(
            EngineHolder engine,
            CollectionConfigs configs,
            HttpSettings settings,
            Streaming streaming) {
        StreamRoutes stream =
                new StreamRoutes(new EngineFeeds(engine), streaming.limits(), _ -> {});
        Webhooks webhooks =
                Webhooks.over(
                        stream.reading(),
                        streaming.webhooks(),
                        configs.config().webhookAddresses(),
                        streaming.pace());
        Metrics metrics = new Metrics(() -> statuses(engine), () -> rerankers(engine));
        Front front =
                new Front(
                        settings,
                        engine,
                        configs,
                        metrics::scrape,
                        webhooks,
                        (request, status, took) ->
                                metrics.request(request.method(), request.route(), status, took),
                        metrics::refused);
        metrics.subscribers(stream::subscribers, stream::refused);
        metrics.embedders(() -> embedders(engine));
        metrics.webhooks(webhooks::all);
        metrics.migrations(() -> migrations(engine));
        Listeners.Routes routes = new Listeners.Routes(front, stream);
        Listeners listeners = Listeners.bind(settings, routes);
        LOG.info("listening host={} port={}", settings.host(), listeners.port());
        Thread.ofVirtual().name("webhooks-open").start(() -> open(engine, webhooks));
        return new FreshetServer(routes, webhooks, metrics, listeners);
    }

    private static void open(EngineHolder engine, Webhooks webhooks) {
        try {
            if (engine.await().isEmpty()) {
                webhooks.open();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<CollectionStatus> statuses(EngineHolder engine) {
        try {
            Optional<Engine> opened = engine.opened();
            return opened.isPresent() ? opened.get().statuses() : List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<EmbedderStatus> embedders(EngineHolder engine) {
        return engine.opened().map(Engine::embedders).orElse(List.of());
    }

    private static SortedMap<CollectionName, MigrationStatus> migrations(EngineHolder engine) {
        SortedMap<CollectionName, MigrationStatus> migrations = new TreeMap<>();
        Optional<Engine> opened = engine.opened();
        if (opened.isPresent()) {
            for (CollectionName name : opened.get().names()) {
                opened.get()
                        .opened(name)
                        .flatMap(Migrations::status)
                        .ifPresent(status -> migrations.put(name, status));
            }
        }
        return migrations;
    }

    private static List<RerankerStatus> rerankers(EngineHolder engine) {
        return engine.opened().map(Engine::rerankers).orElse(List.of());
    }

    public int port() {
        return listeners.port();
    }

    /// Refuses new requests with 503, ends the streams, lets what runs end within ten seconds, and
    /// stops listening.
    @Override
    public void close() {
        routes.front().shut();
        webhooks.close();
        routes.stream().close();
        try {
            if (!routes.front().shut(STOP_MAX)) {
                LOG.warn("requests are cut off by the stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        listeners.close();
        metrics.close();
    }
}
