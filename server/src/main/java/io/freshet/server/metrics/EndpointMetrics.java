package io.freshet.server.metrics;

import io.freshet.embedding.EndpointStatus;
import io.freshet.engine.EmbedderStatus;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// How the places are at which models are asked, read at each scrape, labelled `model`, `space` and
/// `endpoint`.
final class EndpointMetrics implements MultiCollector {
    private final Supplier<List<EmbedderStatus>> embedders;

    EndpointMetrics(Supplier<List<EmbedderStatus>> embedders) {
        this.embedders = embedders;
    }

    /// @param labels differ from those of all other places
    private record Place(Labels labels, EndpointStatus status) {
        private double is(EndpointStatus.State state) {
            return status.state() == state ? 1 : 0;
        }

        /// The same place, as another embedder of the same space asks it.
        Place and(Place other) {
            return new Place(
                    labels,
                    new EndpointStatus(
                            status.name(),
                            status.state(),
                            status.problem(),
                            status.requests() + other.status.requests(),
                            status.failures() + other.status.failures()));
        }
    }

    private record Figure(String name, String help, ToDoubleFunction<Place> value) {
        private MetricMetadata metadata() {
            return new MetricMetadata(name, help);
        }

        MetricSnapshot gauge(List<Place> places) {
            return new GaugeSnapshot(
                    metadata(),
                    places.stream()
                            .map(
                                    place ->
                                            GaugeDataPointSnapshot.builder()
                                                    .labels(place.labels())
                                                    .value(value.applyAsDouble(place))
                                                    .build())
                            .toList());
        }

        MetricSnapshot counter(List<Place> places) {
            return new CounterSnapshot(
                    metadata(),
                    places.stream()
                            .map(
                                    place ->
                                            CounterDataPointSnapshot.builder()
                                                    .labels(place.labels())
                                                    .value(value.applyAsDouble(place))
                                                    .build())
                            .toList());
        }
    }

    private static final List<Figure> GAUGES =
            List.of(
                    new Figure(
                            "freshet_endpoint_up",
                            "whether the endpoint answered when it was last asked, and serves the model",
                            place -> place.is(EndpointStatus.State.UP)),
                    new Figure(
                            "freshet_endpoint_refused",
                            "whether the endpoint serves another model, and is not used",
                            place -> place.is(EndpointStatus.State.REFUSED)));

    private static final List<Figure> COUNTERS =
            List.of(
                    new Figure(
                            "freshet_endpoint_requests",
                            "requests to the endpoint since the start",
                            place -> place.status().requests()),
                    new Figure(
                            "freshet_endpoint_failures",
                            "requests that it did not answer",
                            place -> place.status().failures()));

    @Override
    public MetricSnapshots collect() {
        SortedMap<Labels, Place> byLabels = new TreeMap<>();
        SortedMap<Labels, Long> pooled = new TreeMap<>();
        for (EmbedderStatus embedder : embedders.get()) {
            Labels space =
                    Labels.of(
                            "model",
                            embedder.space().model(),
                            "space",
                            embedder.space().fingerprint());
            pooled.merge(space, embedder.pooledTexts(), Long::sum);
            for (EndpointStatus endpoint : embedder.endpoints()) {
                Labels labels = space.add("endpoint", endpoint.name());
                byLabels.merge(labels, new Place(labels, endpoint), Place::and);
            }
        }
        List<Place> places = List.copyOf(byLabels.values());
        List<MetricSnapshot> snapshots = new ArrayList<>();
        GAUGES.forEach(figure -> snapshots.add(figure.gauge(places)));
        COUNTERS.forEach(figure -> snapshots.add(figure.counter(places)));
        snapshots.add(pooled(pooled));
        return new MetricSnapshots(snapshots);
    }

    private static MetricSnapshot pooled(SortedMap<Labels, Long> bySpace) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder()
                        .name("freshet_pooled_texts")
                        .help("texts longer than the model reads, embedded in pieces");
        bySpace.forEach(
                (labels, texts) ->
                        counter.dataPoint(
                                CounterDataPointSnapshot.builder()
                                        .labels(labels)
                                        .value(texts)
                                        .build()));
        return counter.build();
    }
}
