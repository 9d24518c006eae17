package io.freshet.server.metrics;

import io.freshet.CollectionName;
import io.freshet.engine.MigrationStatus;
import io.freshet.migration.Shadow;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// How far migrations are, read at each scrape, labelled `collection` and `state`; nothing of a
/// collection that has no second index.
final class MigrationMetrics implements MultiCollector {
    private static final double MS_PER_SECOND = 1000.0;

    private static final List<Figure> GAUGES =
            List.of(
                    new Figure(
                            "freshet_migration_documents",
                            "documents that the pass under way has done",
                            Shadow.Progress::documents),
                    new Figure(
                            "freshet_migration_documents_total",
                            "documents of the pass under way",
                            Shadow.Progress::documentsTotal),
                    new Figure(
                            "freshet_migration_left_seconds",
                            "how long the pass may take yet; NaN where nobody can say",
                            progress ->
                                    progress.millisLeft() > 0
                                            ? progress.millisLeft() / MS_PER_SECOND
                                            : Double.NaN),
                    new Figure(
                            "freshet_migration_problem",
                            "1 where it does not get on",
                            progress -> progress.problem().isEmpty() ? 0 : 1));

    private final Supplier<SortedMap<CollectionName, MigrationStatus>> migrations;

    MigrationMetrics(Supplier<SortedMap<CollectionName, MigrationStatus>> migrations) {
        this.migrations = migrations;
    }

    private record Figure(String name, String help, ToDoubleFunction<Shadow.Progress> value) {}

    @Override
    public MetricSnapshots collect() {
        SortedMap<CollectionName, MigrationStatus> all = migrations.get();
        return new MetricSnapshots(GAUGES.stream().map(figure -> snapshot(figure, all)).toList());
    }

    private static MetricSnapshot snapshot(
            Figure figure, SortedMap<CollectionName, MigrationStatus> all) {
        return new GaugeSnapshot(
                new MetricMetadata(figure.name, figure.help),
                all.entrySet().stream()
                        .filter(each -> each.getValue().progress().isPresent())
                        .map(each -> point(figure, each.getKey(), each.getValue()))
                        .toList());
    }

    private static GaugeDataPointSnapshot point(
            Figure figure, CollectionName name, MigrationStatus status) {
        return GaugeDataPointSnapshot.builder()
                .labels(
                        Labels.of(
                                "collection",
                                name.value(),
                                "state",
                                status.state().name().toLowerCase(Locale.ROOT)))
                .value(figure.value.applyAsDouble(status.progress().orElseThrow()))
                .build();
    }
}
