package io.freshet.server.metrics;

import io.freshet.server.webhook.WebhookStatus;
import io.freshet.server.webhook.WebhookStatus.State;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// How the webhooks stand, read at each scrape, labelled `collection` and `webhook`.
final class WebhookMetrics implements MultiCollector {
    private static final List<Figure> GAUGES =
            List.of(
                    new Figure(
                            "freshet_webhook_failing",
                            "1 where the last post failed and is tried again",
                            webhook -> webhook.state() == State.FAILING ? 1 : 0),
                    new Figure(
                            "freshet_webhook_paused",
                            "1 where nothing is posted, by a person or since it failed for too long",
                            webhook -> webhook.state() == State.PAUSED ? 1 : 0),
                    new Figure(
                            "freshet_webhook_behind_versions",
                            "announced versions that were not handled",
                            webhook -> webhook.behind().orElse(0)));

    private static final List<Figure> COUNTERS =
            List.of(
                    new Figure(
                            "freshet_webhook_delivered",
                            "posts that were taken",
                            webhook -> webhook.posts().delivered()),
                    new Figure(
                            "freshet_webhook_failures",
                            "posts that failed since the start",
                            webhook -> webhook.posts().failed()));

    private final Supplier<List<WebhookStatus>> webhooks;

    WebhookMetrics(Supplier<List<WebhookStatus>> webhooks) {
        this.webhooks = webhooks;
    }

    private record Figure(String name, String help, ToDoubleFunction<WebhookStatus> value) {
        MetricMetadata metadata() {
            return new MetricMetadata(name, help);
        }
    }

    @Override
    public MetricSnapshots collect() {
        List<WebhookStatus> all = webhooks.get();
        List<MetricSnapshot> snapshots = new ArrayList<>();
        GAUGES.forEach(figure -> snapshots.add(gauge(figure, all)));
        COUNTERS.forEach(figure -> snapshots.add(counter(figure, all)));
        return new MetricSnapshots(snapshots);
    }

    private static Labels labels(WebhookStatus webhook) {
        return Labels.of("collection", webhook.collection().value(), "webhook", webhook.name());
    }

    private static MetricSnapshot gauge(Figure figure, List<WebhookStatus> all) {
        return new GaugeSnapshot(
                figure.metadata(), all.stream().map(webhook -> gauge(figure, webhook)).toList());
    }

    private static GaugeDataPointSnapshot gauge(Figure figure, WebhookStatus webhook) {
        return GaugeDataPointSnapshot.builder()
                .labels(labels(webhook))
                .value(figure.value().applyAsDouble(webhook))
                .build();
    }

    private static MetricSnapshot counter(Figure figure, List<WebhookStatus> all) {
        return new CounterSnapshot(
                figure.metadata(), all.stream().map(webhook -> counter(figure, webhook)).toList());
    }

    private static CounterDataPointSnapshot counter(Figure figure, WebhookStatus webhook) {
        return CounterDataPointSnapshot.builder()
                .labels(labels(webhook))
                .value(figure.value().applyAsDouble(webhook))
                .build();
    }
}
