package io.freshet.engine;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/// The real world, for one collection. Safe for any thread.
final class SystemWorld implements World {
    private static final long PARKED_MS_MAX = 60_000;

    private final Pools pools;
    private final RandomGenerator chance = () -> ThreadLocalRandom.current().nextLong();
    private final SteadyClock clock = new SteadyClock(Instant::now, System::nanoTime);
    private final Semaphore signal = new Semaphore(0);
    private final Map<Lane, InOrder> serial = new EnumMap<>(Lane.class);
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private int calls;
    private boolean quiet;

    SystemWorld(Pools pools) {
        this.pools = pools;
        serial.put(Lane.JOURNAL, new InOrder(task -> pools.run(Lane.JOURNAL, task)));
        serial.put(Lane.LEDGER, new InOrder(task -> pools.run(Lane.LEDGER, task)));
        serial.put(Lane.STORE, new InOrder(task -> pools.run(Lane.STORE, task)));
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public RandomGenerator chance() {
        return chance;
    }

    @Override
    public String newId() {
        byte[] bytes = new byte[16];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void wakeAt(Instant when) {
        synchronized (this) {
            wakes.add(when);
        }
        raise();
    }

    /// The collection's thread looks again.
    void raise() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /// Waits until there may be something to do. For the collection's thread alone.
    void park() throws InterruptedException {
        long leftMs = PARKED_MS_MAX;
        synchronized (this) {
            Instant now = now();
            boolean due = wakes.removeIf(wake -> !wake.isAfter(now));
            if (due) {
                return;
            }
            if (!wakes.isEmpty()) {
                leftMs = Math.min(leftMs, Duration.between(now, wakes.first()).toMillis() + 1);
            }
        }
        if (signal.tryAcquire(leftMs, TimeUnit.MILLISECONDS)) {
            signal.drainPermits();
        }
    }

    @Override
    public <T> Ticket<T> fork(Lane lane, Duration deadline, Callable<T> call) {
        Ticket<T> ticket = new Ticket<>();
        if (!enter(lane)) {
            ticket.fail(stopped());
            return ticket;
        }
        Task task = new Counted(lane, new Forked<>(lane, call, ticket));
        InOrder order = serial.get(lane);
        if (order != null) {
            order.run(task);
        } else {
            pools.run(lane, task);
        }
        if (deadline.compareTo(UNBOUNDED) < 0) {
            pools.after(
                    deadline,
                    () -> {
                        if (ticket.fail(new Unavailable("no answer in time", deadline))) {
                            raise();
                        }
                    });
        }
        return ticket;
    }

    /// Runs a call on a lane while the caller waits: for the doors, not for steps.
    <T> T call(Lane lane, Callable<T> call) throws InterruptedException {
        if (!enter(lane)) {
            throw stopped();
        }
        Awaited<T> task = new Awaited<>(call);
        pools.run(lane, new Counted(lane, task));
        return task.await();
    }

    /// A call that a step has asked for: the steps run again when it is over.
    private final class Forked<T> implements Task {
        private final Lane lane;
        private final Callable<T> call;
        private final Ticket<T> ticket;

        private Forked(Lane lane, Callable<T> call, Ticket<T> ticket) {
            this.lane = lane;
            this.call = call;
            this.ticket = ticket;
        }

        @Override
        public void run() {
            try {
                answer();
            } finally {
                raise();
            }
        }

        private void answer() {
            if (ticket.isDone()) {
                return;
            }
            if (isPointless(lane)) {
                ticket.fail(stopped());
                return;
            }
            try {
                ticket.complete(call.call());
            } catch (InterruptedException _) {
                ticket.fail(Awaited.ended());
            } catch (Exception e) {
                ticket.fail(e);
            } catch (Error e) {
                ticket.fail(new IllegalStateException("bug or exhaustion: " + e, e));
                throw e;
            }
        }

        @Override
        public void dropped() {
            ticket.fail(Awaited.ended());
            raise();
        }
    }

    /// A call that was entered, and is left once.
    private final class Counted implements Task {
        private final Lane lane;
        private final Task call;
        private final AtomicBoolean left = new AtomicBoolean();

        private Counted(Lane lane, Task call) {
            this.lane = lane;
            this.call = call;
        }

        @Override
        public void run() {
            try {
                call.run();
            } finally {
                end();
            }
        }

        @Override
        public void dropped() {
            try {
                call.dropped();
            } finally {
                end();
            }
        }

        private void end() {
            if (left.compareAndSet(false, true)) {
                leave(lane);
            }
        }
    }

    /// From now on no call that may touch what the collection has opened begins; waits for those
    /// that run.
    ///
    /// @return whether they have ended in time
    synchronized boolean quiet(Duration patience) throws InterruptedException {
        quiet = true;
        long end = nanos() + patience.toNanos();
        while (calls > 0) {
            long leftNanos = end - nanos();
            if (leftNanos <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
        }
        return true;
    }

    private synchronized boolean enter(Lane lane) {
        if (quiet && touchesCollection(lane)) {
            return false;
        }
        calls += touchesCollection(lane) ? 1 : 0;
        return true;
    }

    private synchronized void leave(Lane lane) {
        calls -= touchesCollection(lane) ? 1 : 0;
        notifyAll();
    }

    private synchronized boolean isPointless(Lane lane) {
        return quiet && touchesCollection(lane);
    }

    /// What the others work with is shared by all collections and stays open.
    private static boolean touchesCollection(Lane lane) {
        return switch (lane) {
            case JOURNAL, LEDGER, STORE, PLAN, READ -> true;
            case VECTORS, EMBED, QUERY, REMOTE_EMBED, REMOTE_QUERY, SOURCE, OPEN -> false;
        };
    }

    private static Unavailable stopped() {
        return new Unavailable("the collection stops", Duration.ofSeconds(1));
    }
}
