package io.freshet.projector;

import io.freshet.FreshetException.Unavailable;
import io.freshet.RowKey;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Ticket;
import io.freshet.spi.Vectors;
import io.freshet.spi.Warnings;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Brings one store to the ledger's head: what differs between the version that it shows and the
/// head is written in pages, and made visible at once. A change, a lag, a loss and a new store are
/// all the same to it. A store whose rows belong to another history, or that is ahead of the
/// ledger, starts from nothing. Confined to its shard; one for each store, so that none waits for
/// another.
public final class Projector {
    private static final System.Logger LOG = System.getLogger(Projector.class.getName());
    private static final int PAGE = 500;
    private static final int PAGES_A_CALL = 20;
    private static final long PAUSE_MS_MIN = 200;
    private static final long PAUSE_MS_MAX = 5_000;

    private final World world;
    private final Warnings warnings;
    private final Ledger ledger;
    private final Store store;
    private final LedgerRows rows;
    private final String history;
    private long head;
    private volatile long applied;
    private final TreeSet<RowKey> amiss = new TreeSet<>();
    private final long since;
    private final LongConsumer rebuilt;
    private @Nullable Pass pass;
    private @Nullable Pass begun;
    private @Nullable Pass failed;
    private @Nullable Ticket<Pass> call;
    private Instant pauseUntil = Instant.EPOCH;
    private int failures;
    private volatile String problem = "";

    /// @param since the version from which on the ledger's rows are the store's: of older ones it
    ///   cannot be told what differs from the head
    /// @param rebuilt is told the number of rows that it was given again, out of ledger and vectors
    public Projector(
            World world,
            Ledger ledger,
            Vectors vectors,
            Store store,
            Mend mend,
            long since,
            LongConsumer rebuilt) {
        this.world = world;
        this.warnings = new Warnings(world, LOG);
        this.ledger = ledger;
        this.store = store;
        this.since = since;
        this.rebuilt = rebuilt;
        this.rows = new LedgerRows(ledger, vectors, mend);
        Ledger.Head now = ledger.head();
        this.history = now.history();
        this.head = now.version();
        this.applied = store.applied().version();
    }

    /// From one version to another, in as many calls as it takes.
    ///
    /// @param from -1 where it must start from nothing
    /// @param done it is published
    /// @param amiss rows that are written again with it
    /// @param rebuilds the store has lost what it had
    private record Pass(
            long from,
            long to,
            Optional<RowKey> after,
            List<RowKey> amiss,
            boolean rebuilds,
            boolean done) {
        private Pass {
            amiss = List.copyOf(amiss);
        }
    }

    /// These rows of the store are amiss: each is made what the head says of it, by a pass like any
    /// other. At most a page of them at a time.
    void amend(Collection<RowKey> keys) {
        amiss.addAll(keys);
    }

    boolean isAmending() {
        return !amiss.isEmpty();
    }

    /// The ledger has reached this version.
    public void committed(long version) {
        head = Math.max(head, version);
    }

    /// The version that the store's searches see.
    public long applied() {
        return applied;
    }

    /// Why it lags, where it does.
    public Optional<String> problem() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    public Store store() {
        return store;
    }

    public boolean step() {
        if (call != null) {
            return call.isDone() && finish(call);
        }
        if (world.now().isBefore(pauseUntil)) {
            return false;
        }
        Pass now = pass == null ? begin() : pass;
        if (now == null) {
            return false;
        }
        call = world.fork(World.Lane.STORE, World.UNBOUNDED, () -> project(now));
        return true;
    }

    /// None where there is nothing to do, or the store does not say.
    private @Nullable Pass begin() {
        try {
            pass = nextPass();
            begun = pass;
        } catch (Unavailable e) {
            failed(new ExecutionException(e));
        }
        return pass;
    }

    /// None where the store shows the head of this history, an empty one at version 0 included.
    private @Nullable Pass nextPass() {
        Store.Applied shows = store.applied();
        boolean ours = shows.history().equals(history) && shows.version() <= head;
        boolean isOlder = shows.version() < since && shows.rows() > 0;
        boolean isEmpty = shows.version() == 0 && shows.rows() == 0 && shows.history().isEmpty();
        if (isOlder || (!ours && !isEmpty)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "store starts from nothing store=" + store.name() + " had=" + shows);
            applied = 0;
            return pass(-1);
        }
        if (failed != null && failed.from == shows.version()) {
            return failed;
        }
        if (shows.version() == head && amiss.isEmpty()) {
            applied = head;
            return null;
        }
        return pass(shows.version());
    }

    private Pass pass(long from) {
        return new Pass(from, head, Optional.empty(), List.copyOf(amiss), false, false);
    }

    /// On the store's lane. Every part is repeatable: a pass that fails anywhere begins again.
    ///
    /// @return where to go on
    private Pass project(Pass now) {
        boolean fromNothing =
                now.after.isEmpty() && (now.from < 0 || now.from < ledger.head().oldest());
        if (fromNothing) {
            store.reset();
        }
        boolean rebuilds = fromNothing || now.rebuilds;
        long from = fromNothing ? 0 : Math.max(0, now.from);
        Optional<RowKey> after = now.after;
        for (int i = 0; i < PAGES_A_CALL; i++) {
            Ledger.Delta delta = ledger.delta(from, now.to, after, PAGE);
            LedgerRows.Found found = rows.findOrEmbed(delta.changed(), now.to);
            if (!found.gone().isEmpty()) {
                throw new IllegalStateException("bug: a live row without its document");
            }
            store.write(delta.removed(), found.rows());
            if (rebuilds) {
                rebuilt.accept(found.rows().size());
            }
            after = delta.next();
            if (after.isEmpty()) {
                rewrite(now.amiss, now.to);
                store.publish(history, now.to);
                return new Pass(from, now.to, after, now.amiss, rebuilds, true);
            }
        }
        return new Pass(from, now.to, after, now.amiss, rebuilds, false);
    }

    private void rewrite(List<RowKey> keys, long version) {
        LedgerRows.Found found = rows.findOrEmbed(keys, version);
        store.write(found.gone(), found.rows());
    }

    private boolean finish(Ticket<Pass> ended) {
        call = null;
        try {
            Pass next = ended.result();
            failures = 0;
            problem = "";
            pass = next.done ? null : next;
            failed = next.done ? null : failed;
            applied = next.done ? next.to : applied;
            if (next.done) {
                next.amiss.forEach(amiss::remove);
            }
        } catch (ExecutionException e) {
            pass = null;
            failed = begun;
            failed(e);
        }
        return true;
    }

    private void failed(ExecutionException e) {
        problem = String.valueOf(e.getCause());
        long pauseMs = Math.min(PAUSE_MS_MAX, PAUSE_MS_MIN << Math.min(failures, 10));
        failures++;
        pauseUntil = world.now().plus(Duration.ofMillis(pauseMs));
        world.wakeAt(pauseUntil);
        warnings.warn("store lags store=" + store.name(), e);
    }
}
