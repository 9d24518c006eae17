package io.freshet.commit;

import io.freshet.Batch;
import io.freshet.DocumentId;
import io.freshet.Settlement;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Tells the journal what became of each batch, and then gives the batch's documents back. A
/// journal that cannot be told loses nothing: what was settled is found settled when it is taken
/// again, and what failed fails again. But not at once: a full disk is no reason to spin. Confined
/// to its shard.
final class Reports {
    private static final System.Logger LOG = System.getLogger(Reports.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final World world;
    private final Warnings warnings;
    private final Journal journal;
    private final Told told;
    private final GivenUp givenUp;
    private final List<Report> open = new ArrayList<>();

    Reports(World world, Journal journal, Told told) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.journal = journal;
        this.told = told;
        this.givenUp = new GivenUp(world);
    }

    /// Who is told.
    ///
    /// @param dead what has become dead letters
    /// @param deferred what was put back
    record Told(
            Consumer<List<Journal.Parking>> dead,
            Consumer<List<Journal.Postponement>> deferred,
            Consumer<Batch> release) {}

    /// @param told answers what has become dead letters
    /// @param releaseAt when the batch is given back although the journal could not be told
    private record Report(
            Batch batch,
            List<Journal.Postponement> postponed,
            Ticket<List<Journal.Parking>> told,
            Optional<Instant> releaseAt) {}

    /// @param head of the ledger, where something was settled
    void tell(
            Batch batch,
            List<Settlement> settlements,
            Optional<Ledger.Head> head,
            Retries.Failed failed) {
        Ticket<List<Journal.Parking>> answer =
                world.fork(
                        World.Lane.JOURNAL,
                        World.UNBOUNDED,
                        () -> {
                            if (head.isPresent() && !settlements.isEmpty()) {
                                journal.settle(
                                        settlements, head.get().history(), head.get().version());
                            }
                            if (!failed.postponed().isEmpty()) {
                                journal.postpone(failed.postponed());
                            }
                            return park(failed.parked());
                        });
        open.add(new Report(batch, failed.postponed(), answer, Optional.empty()));
    }

    /// On the journal's lane.
    ///
    /// @return those that nothing newer has taken up
    private List<Journal.Parking> park(List<Journal.Parking> parkings) {
        if (parkings.isEmpty()) {
            return parkings;
        }
        Set<DocumentId> parked = new HashSet<>(journal.park(parkings));
        return parkings.stream().filter(each -> parked.contains(each.document())).toList();
    }

    /// Whether the journal knows of all, or could not be told.
    boolean areOver() {
        return open.stream().allMatch(report -> report.told.isDone());
    }

    boolean step() {
        boolean did = false;
        for (ListIterator<Report> each = open.listIterator(); each.hasNext(); ) {
            Report report = each.next();
            if (report.releaseAt.isPresent()) {
                if (!world.now().isBefore(report.releaseAt.get())) {
                    each.remove();
                    told.release().accept(report.batch);
                    did = true;
                }
            } else if (report.told.isDone()) {
                each.remove();
                finish(report, each);
                did = true;
            }
        }
        return did;
    }

    private void finish(Report report, ListIterator<Report> place) {
        try {
            List<Journal.Parking> parked = report.told.result();
            parked.stream()
                    .flatMap(one -> givenUp.lines(one).stream())
                    .forEach(line -> LOG.log(System.Logger.Level.WARNING, () -> line));
            told.dead().accept(parked);
            told.deferred().accept(report.postponed);
            told.release().accept(report.batch);
        } catch (ExecutionException e) {
            warnings.warn("the journal was not told", e);
            Instant at = world.now().plus(AFTER_FAILURE);
            place.add(new Report(report.batch, report.postponed, report.told, Optional.of(at)));
            world.wakeAt(at);
        }
    }
}
