package io.freshet.server.metrics;

import io.freshet.SourceStatus;
import io.freshet.engine.CollectionStatus;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The numbers of the sources, labelled `collection` and `source`.
final class SourceFigures {
    private static final double MS_PER_SECOND = 1000.0;

    private static final List<Figure> GAUGES =
            List.of(
                    new Figure("freshet_source_files", "documents it has", SourceStatus::files),
                    new Figure(
                            "freshet_source_to_read",
                            "documents that are to be read",
                            SourceStatus::toRead),
                    new Figure(
                            "freshet_source_skipped",
                            "what it has and is not indexed",
                            SourceStatus::skipped),
                    new Figure(
                            "freshet_source_withheld",
                            "deletes that were too many to be believed",
                            SourceStatus::withheld),
                    new Figure(
                            "freshet_source_held",
                            "documents that differ from it since a rollback",
                            SourceStatus::held),
                    new Figure(
                            "freshet_source_failing",
                            "1 while it cannot be followed",
                            source -> source.problem().isPresent() ? 1 : 0),
                    new Figure(
                            "freshet_source_last_scan_timestamp_seconds",
                            "when it was last listed whole, 0 before",
                            source ->
                                    source.lastScan().map(Instant::toEpochMilli).orElse(0L)
                                            / MS_PER_SECOND));

    private SourceFigures() {}

    private record Figure(String name, String help, ToDoubleFunction<SourceStatus> value) {}

    static List<MetricSnapshot> of(List<CollectionStatus> all) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Figure figure : GAUGES) {
            List<GaugeDataPointSnapshot> points = new ArrayList<>();
            for (CollectionStatus status : all) {
                for (SourceStatus source : status.sources()) {
                    points.add(point(figure, status, source));
                }
            }
            snapshots.add(new GaugeSnapshot(new MetricMetadata(figure.name, figure.help), points));
        }
        return snapshots;
    }

    private static GaugeDataPointSnapshot point(
            Figure figure, CollectionStatus status, SourceStatus source) {
        return GaugeDataPointSnapshot.builder()
                .labels(Labels.of("collection", status.name().value(), "source", source.name()))
                .value(figure.value.applyAsDouble(source))
                .build();
    }
}
