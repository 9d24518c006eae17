package io.freshet.engine;

import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Version;
import io.freshet.commit.Committer;
import io.freshet.scheduler.Scheduler;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Discarded;
import io.freshet.spi.Ledger.Recut;
import io.freshet.spi.Ledger.Rollback;
import io.freshet.spi.Ledger.RolledBack;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Goes back to older versions, in turn with the commits. Before, the journal drops what the ledger
/// has by then, so that nothing that comes later is folded into what the rollback undoes; where it
/// cannot, no rollback is made.
///
/// Where what waits is dropped with it, nothing is taken meanwhile, and what is in work of the
/// scope is void: so no commit that follows the rollback brings any of it. The ledger's transaction
/// comes first and the journal's after it.
///
/// **Crash points.** An accepted event is dropped only once the version that it is dropped for is
/// on disk (I1). After a crash between the two what waited applies after the rollback, as without
/// dropping; nobody was told otherwise, and asking again does both.
///
/// Confined to its shard, but for [#offer].
final class Rollbacks {
    private final World world;
    private final Ports ports;
    private final Scheduler scheduler;
    private final Committer committer;
    private final Outcomes outcomes;
    private final LongConsumer made;
    private final AtomicLong newest = new AtomicLong();
    private final Queue<Request> queue = new ConcurrentLinkedQueue<>();
    private @Nullable Work work;
    private volatile boolean closed;

    /// @param made is told the version of each rollback
    Rollbacks(
            World world,
            Ports ports,
            Scheduler scheduler,
            Committer committer,
            Outcomes outcomes,
            LongConsumer made) {
        this.world = world;
        this.ports = ports;
        this.scheduler = scheduler;
        this.committer = committer;
        this.outcomes = outcomes;
        this.made = made;
    }

    /// What came of one.
    ///
    /// @param discarded where what waited was to be dropped, and the rollback was made
    record Made(RolledBack rolledBack, Optional<Discarded> discarded) {}

    /// @param recut where a version of another side may be cut anew
    record Wish(Rollback rollback, Optional<Recut> recut, boolean discardWaiting) {}

    private record Request(Wish wish, Ticket<Made> answer) {
        Rollback rollback() {
            return wish.rollback;
        }
    }

    /// @param clearing once no commit is under way
    /// @param rollback once the journal holds nothing that is committed
    /// @param discard once the rollback is made, where what waits is dropped
    /// @param seen that it is done: requests that were accepted before it are known to all by the
    ///   next step
    private record Work(
            Request request,
            @Nullable Ticket<Optional<DocumentId>> clearing,
            @Nullable Ticket<RolledBack> rollback,
            @Nullable Ticket<Discarded> discard,
            boolean seen) {}

    /// Any thread; whoever calls this wakes the steps.
    Ticket<Made> offer(Wish wish) {
        Ticket<Made> answer = new Ticket<>();
        queue.add(new Request(wish, answer));
        refuseIfClosed();
        return answer;
    }

    /// On the ledger's lane.
    private RolledBack rollBack(Wish wish) {
        RolledBack done = ports.ledger().rollBack(wish.rollback, wish.recut);
        if (done instanceof RolledBack.Done(_, Optional<Version> version)) {
            version.ifPresent(is -> newest.accumulateAndGet(is.number(), Math::max));
        }
        return done;
    }

    boolean step() {
        long version = newest.getAndSet(0);
        if (version > 0) {
            made.accept(version);
        }
        return work == null ? begin() || version > 0 : goOn(work) || version > 0;
    }

    private boolean begin() {
        Request next = queue.poll();
        if (next == null) {
            return false;
        }
        if (next.wish.discardWaiting) {
            scheduler.pause(next.rollback().scope());
        }
        committer.hold();
        work = new Work(next, null, null, null, false);
        return true;
    }

    private boolean goOn(Work now) {
        Ticket<RolledBack> rollback = now.rollback;
        if (rollback == null) {
            return clear(now);
        }
        Ticket<Discarded> discard = now.discard;
        if (discard == null) {
            return rollback.isDone() && rolledBack(now.request, rollback);
        }
        if (!discard.isDone()) {
            return false;
        }
        if (!now.seen) {
            work = new Work(now.request, null, rollback, discard, true);
            return true;
        }
        end();
        try {
            Discarded dropped = discard.result();
            outcomes.discarded(dropped, now.request.rollback().scope());
            ports.reembedding().dropped(now.request.rollback().scope());
            now.request.answer.complete(new Made(rollback.result(), Optional.of(dropped)));
        } catch (ExecutionException e) {
            now.request.answer.fail(
                    new Unavailable(
                            "the rollback is made, but what waits was not dropped: ask again", e));
        }
        return true;
    }

    private boolean clear(Work now) {
        Ticket<Optional<DocumentId>> clearing = now.clearing;
        if (clearing == null) {
            return committer.isAtRest() && clear(now.request, Optional.empty());
        }
        if (!clearing.isDone()) {
            return false;
        }
        try {
            Optional<DocumentId> next = clearing.result();
            return next.isPresent() ? clear(now.request, next) : rollBack(now.request);
        } catch (ExecutionException e) {
            now.request.answer.fail(cause(e));
            end();
            return true;
        }
    }

    private boolean clear(Request request, Optional<DocumentId> after) {
        StaleRows rows = new StaleRows(ports.journal(), ports.ledger());
        Ticket<Optional<DocumentId>> page =
                world.fork(Lane.JOURNAL, World.UNBOUNDED, () -> rows.settle(after));
        work = new Work(request, page, null, null, false);
        return true;
    }

    private boolean rollBack(Request request) {
        Ticket<RolledBack> rollback =
                world.fork(Lane.LEDGER, World.UNBOUNDED, () -> rollBack(request.wish));
        work = new Work(request, null, rollback, null, false);
        return true;
    }

    private boolean rolledBack(Request request, Ticket<RolledBack> rollback) {
        committer.goOn();
        try {
            RolledBack done = rollback.result();
            if (done instanceof RolledBack.Done && request.wish.discardWaiting) {
                Journal journal = ports.journal();
                Ticket<Discarded> discard =
                        world.fork(
                                Lane.JOURNAL,
                                World.UNBOUNDED,
                                () -> journal.discardWaiting(request.rollback().scope()));
                work = new Work(request, null, rollback, discard, false);
                return true;
            }
            request.answer.complete(new Made(done, Optional.empty()));
        } catch (ExecutionException e) {
            request.answer.fail(cause(e));
        }
        end();
        return true;
    }

    private static Exception cause(ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    private void end() {
        work = null;
        committer.goOn();
        scheduler.resume();
    }

    /// What was not answered never will be.
    void close() {
        closed = true;
        Work now = work;
        if (now != null) {
            now.request.answer.fail(stopping());
        }
        refuseIfClosed();
    }

    /// Also by whoever offers: a request that comes in while it closes must not wait for ever.
    private void refuseIfClosed() {
        while (closed) {
            Request next = queue.poll();
            if (next == null) {
                return;
            }
            next.answer.fail(stopping());
        }
    }

    private static Unavailable stopping() {
        return new Unavailable("the collection stops", Duration.ofSeconds(1));
    }
}
