package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.Batch;
import io.freshet.BatchDone;
import io.freshet.ChangeSet;
import io.freshet.DocumentId;
import io.freshet.Failure;
import io.freshet.Outcome;
import io.freshet.Scope;
import io.freshet.Version;
import io.freshet.spi.Journal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What became of the requests that somebody waits for. The shard tells it what was settled and
/// what became visible; callers wait here. Safe for any thread; its lock is never held across a
/// call.
///
/// A request that nobody comes to wait for is forgotten once 10,000 newer ones are tracked.
final class Outcomes {
    private static final int TRACKED_MAX = 10_000;

    private final Map<Long, Tracked> bySequence = new LinkedHashMap<>();
    private final Map<DocumentId, List<Tracked>> byDocument = new TreeMap<>();
    private final Deque<BatchDone> unanswered = new ArrayDeque<>();
    private final Set<Long> untold = new HashSet<>();
    private final LongSupplier nanos;
    private long visible;
    private long progress;

    Outcomes(long visible, LongSupplier nanos) {
        this.visible = visible;
        this.nanos = nanos;
    }

    /// A request and what is still open of it.
    private static final class Tracked {
        private final Admission.Accepted accepted;
        private final List<Admission.Entry> open = new ArrayList<>();
        private final List<Outcome.Failed> failed = new ArrayList<>();
        private int waiters = 1;
        private long version;
        private int unchanged;
        private int superseded;
        private Version.Chunks chunks = Version.Chunks.NONE;
        private ChangeSet.Tokens tokens = ChangeSet.Tokens.NONE;

        private Tracked(Admission.Accepted accepted) {
            this.accepted = accepted;
        }

        private void settle(BatchDone.Settled settled, long inVersion) {
            for (Iterator<Admission.Entry> each = open.iterator(); each.hasNext(); ) {
                Admission.Entry entry = each.next();
                boolean covered =
                        entry.document().equals(settled.settlement().document())
                                && entry.sequence() <= settled.settlement().sequence();
                if (!covered) {
                    continue;
                }
                each.remove();
                version = Math.max(version, inVersion);
                if (entry.sequence() < settled.settlement().sequence()) {
                    superseded++;
                    continue;
                }
                unchanged += settled.unchanged() ? 1 : 0;
                chunks = chunks.plus(settled.chunks());
                tokens = tokens.plus(settled.tokens());
            }
        }

        private void fail(Outcome.Failed failure, long sequence) {
            boolean concerns =
                    open.removeIf(
                            entry ->
                                    entry.document().equals(failure.document())
                                            && entry.sequence() <= sequence);
            if (concerns) {
                failed.add(failure);
            }
        }

        private void discard(Journal.Discarded discarded, Scope scope) {
            for (Iterator<Admission.Entry> each = open.iterator(); each.hasNext(); ) {
                Admission.Entry entry = each.next();
                boolean isDropped =
                        scope.covers(entry.document())
                                ? entry.sequence() <= discarded.last()
                                : discarded.outside().contains(entry.sequence());
                if (isDropped) {
                    each.remove();
                    failed.add(Outcome.Failed.discarded(entry.document()));
                }
            }
        }
    }

    /// What waited of a scope was dropped.
    synchronized void discarded(Journal.Discarded discarded, Scope scope) {
        bySequence.values().forEach(tracked -> tracked.discard(discarded, scope));
        stir();
    }

    /// What was given up is waited for no more.
    synchronized void dead(List<Journal.Parking> parkings) {
        for (Journal.Parking parking : parkings) {
            fail(Outcome.Failed.dead(parking.document(), parking.problem()), parking.sequence());
        }
    }

    /// What waits for a budget is not waited for: it may be long.
    synchronized void deferred(List<Journal.Postponement> postponed) {
        for (Journal.Postponement each : postponed) {
            if (Failure.isDeferred(each.problem())) {
                fail(Outcome.Failed.deferred(each.document(), each.problem()), each.sequence());
            }
        }
    }

    private void fail(Outcome.Failed failure, long sequence) {
        List<Tracked> concerned = byDocument.get(failure.document());
        if (concerned != null) {
            concerned.forEach(tracked -> tracked.fail(failure, sequence));
        }
    }

    /// A request whose events are all repeats has the first one's sequence, and waits for the same.
    synchronized void track(Admission.Accepted accepted) {
        Tracked known = bySequence.get(accepted.sequence());
        if (known != null) {
            known.waiters++;
            return;
        }
        Tracked tracked = new Tracked(accepted);
        for (Admission.Entry entry : accepted.entries()) {
            if (entry.fate() == Admission.Fate.WAITING) {
                tracked.open.add(entry);
                byDocument.computeIfAbsent(entry.document(), _ -> new ArrayList<>()).add(tracked);
            }
        }
        bySequence.put(accepted.sequence(), tracked);
        if (bySequence.size() > TRACKED_MAX) {
            drop(bySequence.keySet().iterator().next());
        }
    }

    /// It is committed. Who waits for it is answered once it is visible and [#told].
    synchronized void done(BatchDone done) {
        unanswered.add(done);
        untold.add(done.batch().id());
    }

    /// The journal was told of all of it, or could not be: nobody who is answered now still finds
    /// it waiting there.
    synchronized void told(Batch batch) {
        untold.remove(batch.id());
        show(visible);
    }

    /// The primary store shows this version.
    synchronized void show(long version) {
        visible = Math.max(visible, version);
        for (Iterator<BatchDone> each = unanswered.iterator(); each.hasNext(); ) {
            BatchDone done = each.next();
            if (done.version() <= visible && !untold.contains(done.batch().id())) {
                each.remove();
                done.settled().forEach(settled -> settle(settled, done.version()));
            }
        }
        progress++;
        notifyAll();
    }

    private void settle(BatchDone.Settled settled, long version) {
        List<Tracked> concerned = byDocument.get(settled.settlement().document());
        if (concerned != null) {
            concerned.forEach(tracked -> tracked.settle(settled, version));
        }
    }

    /// Something was settled, became visible, or failed: who waits for a sequence looks again.
    synchronized void stir() {
        progress++;
        notifyAll();
    }

    synchronized long progress() {
        return progress;
    }

    synchronized long visible() {
        return visible;
    }

    /// Waits until something has happened since `seen`, or the time is over.
    synchronized void awaitProgress(long seen, Duration timeout) throws InterruptedException {
        long endNanos = nanos.getAsLong() + timeout.toNanos();
        for (long left = timeout.toNanos(); progress == seen && left > 0; ) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = endNanos - nanos.getAsLong();
        }
    }

    /// The outcome of a tracked request as it stands, and whether nothing of it is open.
    synchronized @Nullable Outcome outcome(long sequence) {
        Tracked tracked = bySequence.get(sequence);
        if (tracked == null) {
            return null;
        }
        int ignored =
                (int)
                        tracked.accepted.entries().stream()
                                .filter(entry -> entry.fate() == Admission.Fate.IGNORED)
                                .count();
        boolean settled = tracked.open.isEmpty();
        return new Outcome(
                settled,
                settled ? Math.max(tracked.version, visible) : visible,
                tracked.unchanged,
                tracked.superseded,
                ignored,
                tracked.chunks,
                tracked.tokens,
                tracked.failed,
                List.of());
    }

    /// One who waited for it does no more.
    synchronized void forget(long sequence) {
        Tracked tracked = bySequence.get(sequence);
        if (tracked != null) {
            tracked.waiters--;
            if (tracked.waiters == 0) {
                drop(sequence);
            }
        }
    }

    private void drop(long sequence) {
        Tracked tracked = bySequence.remove(sequence);
        if (tracked == null) {
            return;
        }
        for (Admission.Entry entry : tracked.accepted.entries()) {
            List<Tracked> concerned = byDocument.get(entry.document());
            if (concerned != null) {
                concerned.remove(tracked);
                if (concerned.isEmpty()) {
                    byDocument.remove(entry.document());
                }
            }
        }
    }
}
