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
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// How the places are at which models are asked, read at each scrape, labelled `model` and
/// `endpoint`.
final class EndpointMetrics implements MultiCollector {
    private final Supplier<List<EmbedderStatus>> embedders;

    EndpointMetrics(Supplier<List<EmbedderStatus>> embedders) {
        this.embedders = embedders;
    }

    private record Place(String model, EndpointStatus status) {
        Labels labels() {
            return Labels.of("model", model, "endpoint", status.name());
        }

        private double is(EndpointStatus.State state) {
            return status.state() == state ? 1 : 0;
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
        List<Place> places = new ArrayList<>();
        for (EmbedderStatus embedder : embedders.get()) {
            embedder.endpoints()
                    .forEach(each -> places.add(new Place(embedder.space().model(), each)));
        }
        List<MetricSnapshot> snapshots = new ArrayList<>();
        GAUGES.forEach(figure -> snapshots.add(figure.gauge(places)));
        COUNTERS.forEach(figure -> snapshots.add(figure.counter(places)));
        return new MetricSnapshots(snapshots);
    }
}
