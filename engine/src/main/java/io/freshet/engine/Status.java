package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.Failure;
import io.freshet.Priority;
import io.freshet.SourceStatus;
import io.freshet.embedding.Embedding;
import io.freshet.embedding.Meter;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Puts a collection's status together. Blocking; safe for any thread.
final class Status {
    private static final Ledger.Head NO_LEDGER = new Ledger.Head("", 0, 0, 0, 0, "");
    private static final Journal.Status NO_JOURNAL =
            new Journal.Status(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty(), List.of());

    private final CollectionName name;

    Status(CollectionName name) {
        this.name = name;
    }

    /// In the order in which an event passes them, so that none is between two of them unseen: what
    /// a source has read is in the journal, what the journal has settled is in the ledger.
    CollectionStatus of(Pipeline steps, Instant now) {
        List<SourceStatus> sources = steps.sources().status();
        Journal.Status journal = steps.ports().journal().status();
        Pipeline.Counts counts = steps.counts();
        Embedding.Spent embedding = counts.embedding();
        return new CollectionStatus(
                name,
                counts.started() ? CollectionStatus.State.SERVING : CollectionStatus.State.STARTING,
                steps.ports().ledger().head(),
                steps.feed().announced(),
                journal,
                journal.oldestSince().map(since -> ago(since, now)).orElse(Duration.ZERO),
                steps.freshness().quantiles(),
                steps.projections().status(now),
                steps.ports().endpoints().problem(),
                budget(steps.ports()),
                steps.ports().reembedding().held(steps.ports().embedder().price()),
                steps.settings().backlog().problem(journal.waiting(), journal.waitingBytes()),
                problem(steps.ports()),
                steps.drift(),
                steps.retained(),
                new CollectionStatus.Spent(
                        embedding.texts(),
                        embedding.requests(),
                        embedding.tokens(),
                        embedding.known(),
                        counts.keptChunks(),
                        journal.superseded(),
                        counts.unchanged()),
                cost(steps.ports()),
                sources);
    }

    /// What came in since the clock was read, or before it was set back, is no age below zero.
    static Duration ago(Instant then, Instant now) {
        Duration ago = Duration.between(then, now);
        return ago.isNegative() ? Duration.ZERO : ago;
    }

    private static Optional<CollectionStatus.CostSoFar> cost(Ports ports) {
        Meter.SoFar soFar = ports.meter().soFar();
        return ports.embedder()
                .price()
                .map(_ -> new CollectionStatus.CostSoFar(soFar.today(), soFar.month()));
    }

    private static Optional<String> budget(Ports ports) {
        return ports.meter()
                .held(Priority.NORMAL, ports.embedder().price())
                .map(Failure::problem)
                .filter(Failure::isDeferred);
    }

    private static Optional<String> problem(Ports ports) {
        return ports.journal().problem().or(ports.ledger()::problem).or(ports.vectors()::problem);
    }

    CollectionStatus stopped(String problem) {
        return still(CollectionStatus.State.CORRUPT, NO_LEDGER, NO_JOURNAL, Optional.of(problem));
    }

    /// It is not open.
    CollectionStatus resting(Ledger.Head head, Journal.Status journal) {
        return still(CollectionStatus.State.CLOSED, head, journal, Optional.empty());
    }

    /// It stops, to be opened again or never.
    CollectionStatus stopping() {
        return resting(NO_LEDGER, NO_JOURNAL);
    }

    private CollectionStatus still(
            CollectionStatus.State state,
            Ledger.Head head,
            Journal.Status journal,
            Optional<String> problem) {
        return new CollectionStatus(
                name,
                state,
                head,
                head.version(),
                journal,
                Duration.ZERO,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                problem,
                new CollectionStatus.Drift(0, 0),
                new CollectionStatus.Retained(0, 0),
                new CollectionStatus.Spent(0, 0, 0, 0, 0, 0, 0),
                Optional.empty(),
                List.of());
    }
}
