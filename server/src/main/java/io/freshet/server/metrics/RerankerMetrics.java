package io.freshet.server.metrics;

import io.freshet.engine.RerankerStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What the rerankers were asked and how long it took, read at each scrape, labelled `reranker`.
final class RerankerMetrics implements MultiCollector {
    private static final double NANOS_PER_SECOND = 1e9;

    private static final List<Figure> COUNTERS =
            List.of(
                    new Figure(
                            "freshet_rerank_calls",
                            "requests to the reranker since the start",
                            RerankerStatus::calls),
                    new Figure(
                            "freshet_rerank_failures",
                            "requests to the reranker that gave no order",
                            RerankerStatus::failures),
                    new Figure(
                            "freshet_rerank_seconds",
                            "time that requests to the reranker took",
                            reranker -> reranker.took().toNanos() / NANOS_PER_SECOND));

    private final Supplier<List<RerankerStatus>> rerankers;

    RerankerMetrics(Supplier<List<RerankerStatus>> rerankers) {
        this.rerankers = rerankers;
    }

    private record Figure(String name, String help, ToDoubleFunction<RerankerStatus> value) {}

    @Override
    public MetricSnapshots collect() {
        List<RerankerStatus> all = rerankers.get();
        return new MetricSnapshots(COUNTERS.stream().map(figure -> snapshot(figure, all)).toList());
    }

    private static MetricSnapshot snapshot(Figure figure, List<RerankerStatus> all) {
        return new CounterSnapshot(
                new MetricMetadata(figure.name, figure.help),
                all.stream().map(reranker -> point(figure, reranker)).toList());
    }

    private static CounterDataPointSnapshot point(Figure figure, RerankerStatus reranker) {
        return CounterDataPointSnapshot.builder()
                .labels(Labels.of("reranker", reranker.name()))
                .value(figure.value.applyAsDouble(reranker))
                .build();
    }
}
