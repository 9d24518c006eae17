package io.freshet.server.metrics;

import io.freshet.engine.CollectionStatus;
import io.freshet.engine.RerankerStatus;
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
import java.util.function.Supplier;

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

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
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
