package io.freshet.engine;

import io.freshet.FreshetException.Unavailable;
import io.freshet.ReadBack;
import io.freshet.SourceDrift;
import io.freshet.projector.Scan;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Compares sources, ledger and stores from scratch when somebody asks for it, one part after the
/// other, and mends what differs by the ways that are always on: a source's listing is taken like
/// any other, a store is read back whole and without pauses. A store that was mended is read back
/// once more, to see that it is. One at a time.
///
/// [#step] is confined to the shard; everything else may be called by any thread.
public final class Reconcile {
    /// A part that does not get on for so long is given up, and says why.
    static final Duration STUCK_MAX = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final World world;
    private final Sources sources;
    private final Projections projections;
    private volatile Report report = Report.NONE;
    private boolean isAsked;
    private boolean isClosed;
    private List<Ticket<SourceDrift>> audits = List.of();
    private int store = -1;
    private @Nullable ReadBack first;
    private long lastProgress;
    private Instant stuckSince = Instant.EPOCH;
    private Instant nextLook = Instant.EPOCH;

    Reconcile(World world, Sources sources, Projections projections) {
        this.world = world;
        this.sources = sources;
        this.projections = projections;
    }

    /// What it is doing, or did.
    public enum State {
        /// None was asked for since the start.
        NONE,
        RUNNING,
        DONE,
        /// A part could not be compared; its `problem` says why.
        FAILED
    }

    /// How far it is, or what it found.
    ///
    /// @param dryRun nothing was mended
    /// @param rowsRead of the store that is being read
    public record Report(
            State state,
            boolean dryRun,
            Instant startedAt,
            Instant finishedAt,
            List<SourceDrift> sources,
            List<StoreDrift> stores,
            long rowsRead) {
        static final Report NONE =
                new Report(State.NONE, true, Instant.EPOCH, Instant.EPOCH, List.of(), List.of(), 0);

        public Report {
            sources = List.copyOf(sources);
            stores = List.copyOf(stores);
        }

        private Report with(State next, Instant now) {
            return new Report(next, dryRun, startedAt, now, sources, stores, rowsRead);
        }

        private Report with(List<SourceDrift> found) {
            return new Report(state, dryRun, startedAt, finishedAt, found, stores, rowsRead);
        }

        private Report with(StoreDrift found) {
            List<StoreDrift> all = new ArrayList<>(stores);
            all.add(found);
            return new Report(state, dryRun, startedAt, finishedAt, sources, all, rowsRead);
        }

        private Report with(long rows) {
            return new Report(state, dryRun, startedAt, finishedAt, sources, stores, rows);
        }

        /// Documents and rows that differed.
        public long drift() {
            return sources.stream().mapToLong(SourceDrift::total).sum()
                    + stores.stream().mapToLong(found -> found.found.drift().total()).sum();
        }
    }

    /// @param found before anything was mended
    /// @param after when it was read back once more; empty where nothing was to be mended
    public record StoreDrift(
            String name, ReadBack found, Optional<ReadBack> after, Optional<String> problem) {}

    /// @return whether it begins; not while one is running
    public synchronized boolean begin(boolean dryRun) {
        requireOpen();
        if (report.state == State.RUNNING) {
            return false;
        }
        Instant now = world.now();
        report = new Report(State.RUNNING, dryRun, now, now, List.of(), List.of(), 0);
        isAsked = true;
        world.wakeAt(now);
        return true;
    }

    /// The newest one.
    public Report report() {
        return report;
    }

    /// What is running comes to no end. By whoever runs the steps, as the last thing.
    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    private void requireOpen() {
        if (isClosed) {
            throw new Unavailable("the collection stops", SOON);
        }
    }

    /// Waits until none is running, or the time is over.
    ///
    /// @throws Unavailable where the collection stops before
    public synchronized Report await(Duration timeout) throws InterruptedException {
        long end = world.nanos() + timeout.toNanos();
        for (long left = timeout.toNanos();
                report.state == State.RUNNING && left > 0;
                left = end - world.nanos()) {
            requireOpen();
            wait(Math.max(1, left / 1_000_000));
        }
        return report;
    }

    boolean step() {
        if (report.state != State.RUNNING) {
            return false;
        }
        if (takeAsked()) {
            audits = sources.audit(!report.dryRun);
            store = -1;
            return true;
        }
        return store < 0 ? audited() : readBack();
    }

    private synchronized boolean takeAsked() {
        boolean was = isAsked;
        isAsked = false;
        return was;
    }

    /// Waits for the listings, which end by themselves.
    private boolean audited() {
        if (!audits.stream().allMatch(Ticket::isDone)) {
            return false;
        }
        List<SourceDrift> found = new ArrayList<>();
        for (Ticket<SourceDrift> audit : audits) {
            try {
                found.add(audit.result());
            } catch (ExecutionException e) {
                throw new IllegalStateException("bug: an audit fails as a value", e);
            }
        }
        report = report.with(found);
        next();
        return true;
    }

    /// The next store, or the end.
    private void next() {
        store++;
        first = null;
        if (store < projections.scans().size()) {
            read();
            return;
        }
        boolean failed =
                report.sources.stream().anyMatch(source -> source.problem().isPresent())
                        || report.stores.stream().anyMatch(each -> each.problem.isPresent());
        synchronized (this) {
            report = report.with(failed ? State.FAILED : State.DONE, world.now());
            notifyAll();
        }
    }

    private void read() {
        lastProgress = 0;
        stuckSince = world.now();
        scan().begin(report.dryRun ? Scan.Round.TELLING : Scan.Round.MENDING);
        nextLook = world.now().plus(LOOK);
        world.wakeAt(nextLook);
    }

    private Scan scan() {
        return projections.scans().get(store);
    }

    private boolean readBack() {
        Optional<ReadBack> answer = scan().answer();
        if (answer.isEmpty()) {
            return isStuck() && ended(Optional.of(scan().problem().orElse("it does not answer")));
        }
        boolean mustVerify = first == null && !report.dryRun && answer.get().drift().total() > 0;
        if (mustVerify) {
            first = answer.get();
            read();
            return true;
        }
        return ended(Optional.empty());
    }

    private boolean isStuck() {
        long progress = scan().progress();
        report = report.with(progress);
        Instant now = world.now();
        if (progress != lastProgress) {
            lastProgress = progress;
            stuckSince = now;
        }
        boolean isStuck = !now.isBefore(stuckSince.plus(STUCK_MAX));
        if (!now.isBefore(nextLook)) {
            nextLook = now.plus(LOOK);
            world.wakeAt(nextLook);
        }
        return isStuck;
    }

    private boolean ended(Optional<String> problem) {
        ReadBack newest = scan().answer().orElse(ReadBack.NOTHING);
        ReadBack found = first == null ? newest : first;
        Optional<ReadBack> after =
                first == null || problem.isPresent() ? Optional.empty() : Optional.of(newest);
        report = report.with(new StoreDrift(projections.names().get(store), found, after, problem));
        next();
        return true;
    }
}
