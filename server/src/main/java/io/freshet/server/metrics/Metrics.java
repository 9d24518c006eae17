package io.freshet.server.metrics;

import io.freshet.CollectionName;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.EmbedderStatus;
import io.freshet.engine.MigrationStatus;
import io.freshet.engine.RerankerStatus;
import io.freshet.server.webhook.WebhookStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The numbers of one process. Safe for any thread.
public final class Metrics implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private static final String REFUSED = "freshet.refused";
    private static final String REFUSED_HELP =
            "requests, lines of streams and subscribers refused because of a limit";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Counter> refused =
            Stream.of("rate_limited", "backlog_full", "too_large")
                    .collect(Collectors.toMap(Function.identity(), this::counter));
    private final JvmGcMetrics collector = new JvmGcMetrics();

    /// @param statuses of the collections, asked for when somebody reads the page
    /// @param rerankers likewise
    public Metrics(
            Supplier<List<CollectionStatus>> statuses, Supplier<List<RerankerStatus>> rerankers) {
        registry.getPrometheusRegistry().register(new CollectionMetrics(statuses));
        registry.getPrometheusRegistry().register(new RerankerMetrics(rerankers));
        collector.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private Counter counter(String reason) {
        return Counter.builder(REFUSED)
                .description(REFUSED_HELP)
                .tag("reason", reason)
                .register(registry);
    }

    /// A request has been answered.
    ///
    /// @param route the path's pattern
    public void request(String method, String route, int status, Duration took) {
        Timer.builder("freshet.http.requests")
                .description("answered requests")
                .tag("method", method)
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    /// A request, or a line of one, has been refused.
    ///
    /// @param code of the problem; counted where it is that of a limit
    public void refused(String code) {
        Counter counter = refused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    /// The connections that follow a feed.
    ///
    /// @param refused how many were turned away because there were too many
    public void subscribers(IntSupplier present, LongSupplier refused) {
        Gauge.builder("freshet.subscribers", present::getAsInt)
                .description("connections that follow a feed")
                .register(registry);
        // it forgets what it asks once nobody else holds it, and then tells the last number for
        // ever
        FunctionCounter.builder(REFUSED, this, _ -> refused.getAsLong())
                .description(REFUSED_HELP)
                .tag("reason", "subscribers_max")
                .register(registry);
    }

    /// Where models are asked.
    ///
    /// @param statuses asked for when somebody reads the page
    public void embedders(Supplier<List<EmbedderStatus>> statuses) {
        registry.getPrometheusRegistry().register(new EndpointMetrics(statuses));
    }

    /// The webhooks.
    ///
    /// @param statuses asked for when somebody reads the page
    public void webhooks(Supplier<List<WebhookStatus>> statuses) {
        registry.getPrometheusRegistry().register(new WebhookMetrics(statuses));
    }

    /// The migrations of open collections.
    ///
    /// @param statuses asked for when somebody reads the page
    public void migrations(Supplier<SortedMap<CollectionName, MigrationStatus>> statuses) {
        registry.getPrometheusRegistry().register(new MigrationMetrics(statuses));
    }

    /// The page.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
