package io.freshet.engine;

import io.freshet.Base;
import io.freshet.Batch;
import io.freshet.ChangeSet;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Failure;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Pending;
import io.freshet.Planned;
import io.freshet.Settlement;
import io.freshet.planner.Planner;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Gives the planner what it needs of the ledger, away from the shard's thread: cutting a large
/// document takes its time. A document that cannot be cut fails alone; a batch whose bases cannot
/// be read is tried again. Confined to its shard.
final class Planning {
    private static final System.Logger LOG = System.getLogger(Planning.class.getName());
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final World world;
    private final Ledger ledger;
    private final Planner planner;
    private final Consumer<Planned> out;
    private final List<Work> works = new ArrayList<>();

    Planning(World world, Ledger ledger, Planner planner, Consumer<Planned> out) {
        this.world = world;
        this.ledger = ledger;
        this.planner = planner;
        this.out = out;
    }

    private record Work(Batch batch, Ticket<Planned> ticket, Instant notBefore) {}

    void accept(Batch batch) {
        works.add(new Work(batch, fork(batch), Instant.EPOCH));
    }

    private Ticket<Planned> fork(Batch batch) {
        return world.fork(World.Lane.PLAN, World.UNBOUNDED, () -> plan(batch));
    }

    boolean step() {
        boolean did = false;
        List<Work> again = new ArrayList<>();
        for (Iterator<Work> each = works.iterator(); each.hasNext(); ) {
            Work work = each.next();
            if (!work.ticket.isDone() || world.now().isBefore(work.notBefore)) {
                continue;
            }
            each.remove();
            did = true;
            finish(work, again);
        }
        works.addAll(again);
        return did;
    }

    private void finish(Work work, List<Work> again) {
        if (!work.notBefore.equals(Instant.EPOCH)) {
            again.add(new Work(work.batch, fork(work.batch), Instant.EPOCH));
            return;
        }
        try {
            out.accept(work.ticket.result());
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Corrupt corrupt -> throw corrupt;
                case IllegalStateException bug -> throw bug;
                case null, default -> {
                    LOG.log(System.Logger.Level.WARNING, () -> "planning is tried again", e);
                    Instant when = world.now().plus(AGAIN);
                    again.add(new Work(work.batch, work.ticket, when));
                    world.wakeAt(when);
                }
            }
        }
    }

    private Planned plan(Batch batch) {
        Plans plans = new Plans();
        Bases.read(ledger, batch.members(), plans::add);
        return new Planned(batch, plans.changes, plans.unchanged, plans.settled, plans.failures);
    }

    /// What a batch comes to. Confined to one call.
    private final class Plans {
        private final List<DocumentChange> changes = new ArrayList<>();
        private final List<ChangeSet.Unchanged> unchanged = new ArrayList<>();
        private final List<Settlement> settled = new ArrayList<>();
        private final SortedMap<DocumentId, Failure> failures = new TreeMap<>();

        void add(Pending pending, Base base) {
            try {
                switch (planner.plan(pending, base)) {
                    case Planner.Plan.Changed(DocumentChange change) -> changes.add(change);
                    case Planner.Plan.Unchanged(ChangeSet.Unchanged same) -> unchanged.add(same);
                    case Planner.Plan.Settled(Settlement earlier) -> settled.add(earlier);
                }
            } catch (RuntimeException | StackOverflowError e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        () -> "document cannot be cut document=" + pending.document(),
                        e);
                failures.put(
                        pending.document(),
                        new Failure(true, Optional.empty(), "the text cannot be cut: " + e));
            }
        }
    }
}
