package io.freshet.server.metrics;

import io.freshet.ReadBack;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.CollectionStatus.StoreStatus;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The numbers of the stores, labelled `collection` and `store`. Those of a read-back are there
/// once a store has been read back whole.
final class StoreFigures {
    private static final double MS_PER_SECOND = 1000.0;

    private static final List<Figure> GAUGES =
            List.of(
                    new Figure(
                            "freshet_store_applied_version",
                            "version that a store has reached",
                            false,
                            StoreStatus::applied),
                    new Figure(
                            "freshet_store_rows",
                            "rows as the store counts them",
                            false,
                            StoreStatus::rows),
                    new Figure(
                            "freshet_store_digest_equal",
                            "1 where the store, read back, held exactly what the ledger says",
                            true,
                            store ->
                                    store.readBack().filter(ReadBack::isEqual).isPresent() ? 1 : 0),
                    new Figure(
                            "freshet_store_digest_age_seconds",
                            "how long ago the store was last read back whole",
                            true,
                            store -> store.age().toMillis() / MS_PER_SECOND));

    private StoreFigures() {}

    /// @param ofReadBack it is only known once the store has been read back
    private record Figure(
            String name, String help, boolean ofReadBack, ToDoubleFunction<StoreStatus> value) {}

    static List<MetricSnapshot> of(List<CollectionStatus> all) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Figure figure : GAUGES) {
            List<GaugeDataPointSnapshot> points = new ArrayList<>();
            for (CollectionStatus status : all) {
                for (StoreStatus store : status.stores()) {
                    if (!figure.ofReadBack || store.readBack().isPresent()) {
                        points.add(
                                GaugeDataPointSnapshot.builder()
                                        .labels(labels(status, store))
                                        .value(figure.value.applyAsDouble(store))
                                        .build());
                    }
                }
            }
            snapshots.add(new GaugeSnapshot(new MetricMetadata(figure.name, figure.help), points));
        }
        snapshots.add(drift(all));
        return snapshots;
    }

    private static MetricSnapshot drift(List<CollectionStatus> all) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (CollectionStatus status : all) {
            for (StoreStatus store : status.stores()) {
                for (ReadBack.Kind kind : ReadBack.Kind.values()) {
                    String word = kind.name().toLowerCase(Locale.ROOT);
                    points.add(
                            CounterDataPointSnapshot.builder()
                                    .labels(labels(status, store).merge(Labels.of("kind", word)))
                                    .value((double) store.drift().count(kind))
                                    .build());
                }
            }
        }
        return new CounterSnapshot(
                new MetricMetadata(
                        "freshet_drift_rows",
                        "rows that differed from the ledger when they were read back, since the"
                                + " start"),
                points);
    }

    private static Labels labels(CollectionStatus status, StoreStatus store) {
        return Labels.of("collection", status.name().value(), "store", store.name());
    }
}
