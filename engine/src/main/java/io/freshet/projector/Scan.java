package io.freshet.projector;

import io.freshet.ReadBack;
import io.freshet.Repeats;
import io.freshet.RowKey;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Reads one store back, round after round, a page now and then, and compares every row with what
/// the ledger and the vectors say at the version that the store shows. What differs is counted,
/// said in the log, and mended: vectors that are lost are embedded again, and the projector writes
/// the rows again. A round can be asked for; it goes on without pauses. Confined to its shard, but
/// for [#last], [#progress] and [#drift], which any thread may read.
public final class Scan {
    /// Rows of a page; a page is read at a time, and no read lasts longer.
    static final int PAGE = 500;

    static final Duration PAUSE = Duration.ofSeconds(1);
    static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(5);

    /// After a round that found something: to see that it is mended.
    static final Duration AFTER_DRIFT = Duration.ofSeconds(10);

    private static final Duration NOT_READY = Duration.ofMillis(200);
    private static final System.Logger LOG = System.getLogger(Scan.class.getName());

    private final World world;
    private final ComparedPage.Sides sides;
    private final Projector projector;
    private final String history;
    private final Repeats repeats = new Repeats();
    private Round round = Round.ROLLING;
    private Instant nextAt = Instant.EPOCH;
    private boolean mustBegin;
    private @Nullable Ticket<Optional<ComparedPage>> comparing;
    private @Nullable Ticket<Integer> embedding;
    private Optional<RowKey> next = Optional.empty();
    private ReadBack sofar = ReadBack.NOTHING;
    private Optional<ReadBack> answer = Optional.empty();
    private volatile long progress;
    private volatile Optional<ReadBack> last = Optional.empty();
    private volatile ReadBack.Drift drift = ReadBack.Drift.NONE;
    private volatile String problem = "";

    public Scan(World world, Ledger ledger, Vectors vectors, Mend mend, Projector projector) {
        this.world = world;
        this.projector = projector;
        this.history = ledger.head().history();
        LedgerRows rows = new LedgerRows(ledger, vectors, mend);
        this.sides = new ComparedPage.Sides(projector.store(), ledger, rows);
        pause(PAUSE);
    }

    /// Why a round is made.
    public enum Round {
        ROLLING,
        /// It was asked for.
        MENDING,
        /// It was asked for, and only tells.
        TELLING
    }

    /// A round is made at once, in the place of the one under way.
    public void begin(Round asked) {
        round = asked;
        answer = Optional.empty();
        mustBegin = true;
        progress = 0;
        problem = "";
        nextAt = Instant.EPOCH;
    }

    /// What the round that was asked for found, once it is over.
    public Optional<ReadBack> answer() {
        return answer;
    }

    /// What the newest whole round found.
    public Optional<ReadBack> last() {
        return last;
    }

    /// Rows of this round that are read.
    public long progress() {
        return progress;
    }

    /// Why the round that was asked for does not get on.
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    /// All that was found since the start.
    public ReadBack.Drift drift() {
        return drift;
    }

    public boolean step() {
        if (comparing != null) {
            return comparing.isDone() && compared(comparing);
        }
        if (embedding != null) {
            return embedding.isDone() && embedded(embedding);
        }
        if (projector.isAmending() || world.now().isBefore(nextAt)) {
            return false;
        }
        if (mustBegin) {
            restart();
        }
        ComparedPage.Page page = new ComparedPage.Page(next, PAGE, world.now());
        comparing =
                world.fork(
                        World.Lane.READ,
                        World.UNBOUNDED,
                        () -> ComparedPage.read(sides, history, page));
        return true;
    }

    private void restart() {
        mustBegin = false;
        next = Optional.empty();
        sofar = ReadBack.NOTHING;
        progress = 0;
    }

    private boolean compared(Ticket<Optional<ComparedPage>> ended) {
        comparing = null;
        if (mustBegin) {
            return true;
        }
        try {
            Optional<ComparedPage> page = ended.result();
            problem = page.isPresent() ? "" : "the store shows no version that the ledger knows";
            page.ifPresentOrElse(this::take, () -> pause(NOT_READY.multipliedBy(asked() ? 1 : 50)));
        } catch (ExecutionException e) {
            problem = "" + e.getCause();
            LOG.log(System.Logger.Level.DEBUG, () -> "store is not read back", e.getCause());
            pause(PAUSE);
        }
        return true;
    }

    private boolean asked() {
        return round != Round.ROLLING;
    }

    private void take(ComparedPage page) {
        sofar = sofar.and(page.found());
        progress = sofar.ledgerRows();
        ReadBack.Drift found = page.found().drift();
        drift = drift.and(found);
        say(found);
        if (round != Round.TELLING) {
            projector.amend(page.amiss());
            embed(page.lost());
        }
        next = page.next();
        if (next.isEmpty()) {
            end();
        } else {
            pause(asked() ? Duration.ZERO : PAUSE);
        }
    }

    /// Of each kind at most once a minute; the metrics count them all.
    private void say(ReadBack.Drift found) {
        for (ReadBack.Kind kind : ReadBack.Kind.values()) {
            if (found.count(kind) > 0) {
                String what = kind.name().toLowerCase(Locale.ROOT) + "_rows";
                repeats.happened(what, world.nanos())
                        .ifPresent(
                                unsaid ->
                                        LOG.log(
                                                System.Logger.Level.WARNING,
                                                () ->
                                                        "store drifted store="
                                                                + projector.store().name()
                                                                + " "
                                                                + what
                                                                + "="
                                                                + found.count(kind)
                                                                + " pages_unsaid="
                                                                + unsaid));
            }
        }
    }

    private void end() {
        last = Optional.of(sofar);
        answer = asked() ? last : answer;
        round = Round.ROLLING;
        mustBegin = true;
        pause(sofar.drift().total() > 0 ? AFTER_DRIFT : BETWEEN_ROUNDS);
    }

    private void embed(List<LedgerRows.Lost> lost) {
        if (!lost.isEmpty()) {
            embedding =
                    world.fork(
                            sides.rows().lane(),
                            World.UNBOUNDED,
                            () -> {
                                lost.forEach(sides.rows()::embed);
                                return lost.size();
                            });
        }
    }

    /// Where it failed, the vectors are still lost, and the next round tries again.
    private boolean embedded(Ticket<Integer> ended) {
        embedding = null;
        try {
            var _ = ended.result();
        } catch (ExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "lost vectors are not embedded again yet",
                    e.getCause());
        }
        return true;
    }

    private void pause(Duration pause) {
        nextAt = world.now().plus(pause);
        world.wakeAt(nextAt);
    }
}
