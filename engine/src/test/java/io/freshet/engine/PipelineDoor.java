package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.DocumentId;
import io.freshet.Outcome;
import io.freshet.Purge;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What a shard's callers are told, for a simulation that runs a pipeline without a shard. Confined
/// to one thread.
public record PipelineDoor(Pipeline steps) {
    private static final CollectionName NAME = new CollectionName("simulated");

    /// As whoever waits for a tracked request looks at it.
    public Optional<Outcome> settled(Admission.Accepted request) {
        return new Requested(steps).look(request, Requested.Found.FIRST).outcome();
    }

    public void forget(Admission.Accepted request) {
        steps.outcomes().forget(request.sequence());
    }

    /// As whoever waits for a sequence looks at it.
    public Visibility visibility(long requestSequence) {
        return new Requested(steps).look(requestSequence, Requested.Look.FIRST).visibility();
    }

    /// As a person goes back. Whether it comes to be the ledger knows.
    public void rollBack(Ledger.Rollback rollback, boolean discardWaiting) {
        var _ =
                steps.rollbacks()
                        .offer(new Rollbacks.Wish(rollback, Optional.empty(), discardWaiting));
    }

    /// As whoever opens a collection ends what a crash broke off.
    public static void finishPurge(Ports ports) {
        if (ports.journal().purging().isPresent()) {
            var _ = Belonging.check(ports.journal(), ports.ledger());
            purging(ports).finish();
        }
    }

    /// Of a collection of which nothing runs.
    public static void purge(Ports ports, Purge purge) {
        var _ = Belonging.check(ports.journal(), ports.ledger());
        purging(ports).finish();
        var _ = purging(ports).forget(purge);
    }

    private static Purging purging(Ports ports) {
        return new Purging(ports.journal(), ports.ledger(), ports.stores(), ports.vectors());
    }

    public static Set<String> textsInWork(Pipeline steps) {
        return steps.inWork().texts();
    }

    public static void retained(Pipeline steps, Consumer<Collection<String>> mark) {
        Purging.retained(steps.ports().ledger(), steps.ports().extractor(), mark);
    }

    /// What rollbacks hold.
    public List<DocumentId> held() {
        return steps.sources().held(Optional.empty(), Integer.MAX_VALUE);
    }

    public void unhold(List<DocumentId> documents) {
        steps.unhold(documents);
    }

    /// Begins, unless one is under way.
    public void reconcile(boolean dryRun) {
        steps.reconcile().begin(dryRun);
    }

    public boolean isReconciling() {
        return steps.reconcile().report().state() == Reconcile.State.RUNNING;
    }

    public CollectionStatus status(Instant now) {
        return new Status(NAME).of(steps, now);
    }
}
