package io.freshet.server.metrics;

import io.freshet.Money;
import io.freshet.Reembedded;
import io.freshet.engine.CollectionStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The collections' numbers, read from their status at each scrape: nothing is kept twice, so they
/// cannot drift from what the status says.
final class CollectionMetrics implements MultiCollector {
    private static final double MS_PER_SECOND = 1000.0;

    private static final List<Figure> GAUGES =
            List.of(
                    new Figure(
                            "freshet_collection_committed_version",
                            "newest committed version",
                            status -> status.head().version()),
                    new Figure(
                            "freshet_collection_index_version",
                            "version that answers searches",
                            CollectionStatus::searchable),
                    new Figure(
                            "freshet_collection_documents",
                            "documents of the newest version",
                            status -> status.head().documents()),
                    new Figure(
                            "freshet_collection_chunks",
                            "chunks of the newest version",
                            status -> status.head().chunks()),
                    new Figure(
                            "freshet_collection_waiting_events",
                            "accepted events that are not settled",
                            status -> status.journal().waiting()),
                    new Figure(
                            "freshet_collection_waiting_documents",
                            "documents with a waiting event",
                            status -> status.journal().waitingDocuments()),
                    new Figure(
                            "freshet_collection_oldest_waiting_seconds",
                            "how long the oldest waiting event has waited",
                            status -> status.oldestWaiting().toMillis() / MS_PER_SECOND),
                    new Figure(
                            "freshet_collection_failing_documents",
                            "documents whose change failed and is tried again, up to 100",
                            status -> status.journal().failing().size()),
                    new Figure(
                            "freshet_collection_dead_letters",
                            "documents whose change was tried in vain and is set aside",
                            status -> status.journal().dead()),
                    new Figure(
                            "freshet_collection_problem",
                            "1 where its status names a problem, such as a full disk",
                            status -> status.problem().isPresent() ? 1 : 0),
                    new Figure(
                            "freshet_collection_budget_used_up",
                            "1 where documents wait for a budget",
                            status -> status.budget().isPresent() ? 1 : 0),
                    new Figure(
                            "freshet_collection_reembedding_held_documents",
                            "documents held since they would embed again much of what is there",
                            status -> status.reembedding().map(Reembedded::documents).orElse(0L)),
                    new Figure(
                            "freshet_collection_cost_today_usd",
                            "what embedding has cost today, in UTC; NaN where no price is known",
                            status -> usd(status, CollectionStatus.CostSoFar::today)),
                    new Figure(
                            "freshet_collection_cost_month_usd",
                            "what embedding has cost this month; NaN where no price is known",
                            status -> usd(status, CollectionStatus.CostSoFar::month)),
                    new Figure(
                            "freshet_collection_withheld_deletes",
                            "deletes of sources that were too many to be believed",
                            status -> status.journal().withheld()),
                    new Figure(
                            "freshet_collection_serving",
                            "1 where it answers searches and takes events, at once or when it is"
                                    + " first used",
                            status -> serves(status.state()) ? 1 : 0));

    private static final List<Figure> COUNTERS =
            List.of(
                    new Figure(
                            "freshet_events_accepted",
                            "accepted events",
                            status -> status.journal().accepted()),
                    new Figure(
                            "freshet_events_applied",
                            "events that were applied",
                            status -> status.journal().applied()),
                    new Figure(
                            "freshet_events_superseded",
                            "events overtaken by a newer one",
                            status -> status.journal().superseded()),
                    new Figure(
                            "freshet_events_ignored",
                            "events with an older source version",
                            status -> status.journal().ignored()),
                    new Figure(
                            "freshet_events_discarded",
                            "dead letters that somebody dropped",
                            status -> status.journal().discarded()),
                    new Figure(
                            "freshet_drift_dropped_hits",
                            "hits of a store that the ledger did not know, since the start",
                            status -> status.drift().droppedHits()),
                    new Figure(
                            "freshet_drift_mended_vectors",
                            "vectors that were lost and are embedded again, since the start",
                            status -> status.drift().mendedVectors()),
                    new Figure(
                            "freshet_embedded_texts",
                            "texts embedded since the start",
                            status -> status.spent().texts()),
                    new Figure(
                            "freshet_embedded_tokens",
                            "tokens embedded since the start",
                            status -> status.spent().tokens()),
                    new Figure(
                            "freshet_embedding_requests",
                            "requests to the embedder since the start",
                            status -> status.spent().requests()),
                    new Figure(
                            "freshet_spared_known_vectors",
                            "texts whose vector was known",
                            status -> status.spent().knownVectors()),
                    new Figure(
                            "freshet_spared_kept_chunks",
                            "chunks that an edit did not touch",
                            status -> status.spent().keptChunks()));

    private final Supplier<List<CollectionStatus>> statuses;

    CollectionMetrics(Supplier<List<CollectionStatus>> statuses) {
        this.statuses = statuses;
    }

    private record Figure(String name, String help, ToDoubleFunction<CollectionStatus> value) {
        MetricMetadata metadata() {
            return new MetricMetadata(name, help);
        }
    }

    @Override
    public MetricSnapshots collect() {
        List<CollectionStatus> all = statuses.get();
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Figure gauge : GAUGES) {
            snapshots.add(gauge(gauge, all));
        }
        for (Figure counter : COUNTERS) {
            snapshots.add(counter(counter, all));
        }
        snapshots.addAll(StoreFigures.of(all));
        snapshots.addAll(SourceFigures.of(all));
        return new MetricSnapshots(snapshots);
    }

    private static double usd(
            CollectionStatus status, Function<CollectionStatus.CostSoFar, Money> which) {
        return status.cost()
                .map(which)
                .map(Money::usd)
                .map(BigDecimal::doubleValue)
                .orElse(Double.NaN);
    }

    private static boolean serves(CollectionStatus.State state) {
        return switch (state) {
            case SERVING, CLOSED -> true;
            case STARTING, CORRUPT -> false;
        };
    }

    private static Labels labels(CollectionStatus status) {
        return Labels.of("collection", status.name().value());
    }

    private static MetricSnapshot gauge(Figure number, List<CollectionStatus> all) {
        return new GaugeSnapshot(
                number.metadata(),
                all.stream()
                        .map(
                                status ->
                                        GaugeDataPointSnapshot.builder()
                                                .labels(labels(status))
                                                .value(number.value().applyAsDouble(status))
                                                .build())
                        .toList());
    }

    private static MetricSnapshot counter(Figure number, List<CollectionStatus> all) {
        return new CounterSnapshot(
                number.metadata(),
                all.stream()
                        .map(
                                status ->
                                        CounterDataPointSnapshot.builder()
                                                .labels(labels(status))
                                                .value(number.value().applyAsDouble(status))
                                                .build())
                        .toList());
    }
}
