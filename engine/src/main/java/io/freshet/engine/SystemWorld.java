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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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
        Runnable task =
                () -> {
                    try {
                        run(ticket, call, lane);
                    } finally {
                        leave(lane);
                    }
                    raise();
                };
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
        FutureTask<T> task = new FutureTask<>(call);
        try {
            pools.run(
                    lane,
                    () -> {
                        try {
                            task.run();
                        } finally {
                            leave(lane);
                        }
                    });
            return task.get();
        } catch (RejectedExecutionException _) {
            throw stopped();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("bug: " + e.getCause(), e);
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

    private <T> void run(Ticket<T> ticket, Callable<T> call, Lane lane) {
        if (ticket.isDone()) {
            return;
        }
        if (isPointless(lane)) {
            ticket.fail(stopped());
            return;
        }
        try {
            ticket.complete(call.call());
        } catch (Exception e) {
            ticket.fail(e);
        } catch (Error e) {
            ticket.fail(new IllegalStateException("bug or exhaustion: " + e, e));
            throw e;
        }
    }
}
