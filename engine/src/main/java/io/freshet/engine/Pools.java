package io.freshet.engine;

import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The threads of one process that may block or compute: bounded pools of platform threads, shared
/// by all collections; questions that another machine answers have a virtual thread each, since
/// they only wait. Native calls never run on a virtual thread, where they would hold up its
/// neighbours. Safe for any thread.
final class Pools implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pools.class.getName());
    private static final long IDLE_S = 30;
    private static final int REMOTE_MAX = 64;

    private static final Set<Lane> HANGS =
            EnumSet.of(Lane.SOURCE, Lane.REMOTE_EMBED, Lane.REMOTE_QUERY);

    private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, threads("timer"));
    private final AtomicLong order = new AtomicLong();
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    /// @param embedders requests that may be in flight
    Pools(int embedders, int cores) {
        lanes.put(Lane.JOURNAL, pool("journal", 4));
        lanes.put(Lane.LEDGER, pool("ledger", 4));
        lanes.put(Lane.VECTORS, pool("vectors", 2));
        lanes.put(Lane.STORE, pool("store", Math.max(2, cores)));
        lanes.put(Lane.SOURCE, pool("source", 16));
        lanes.put(Lane.PLAN, pool("plan", cores));
        lanes.put(Lane.READ, pool("read", 2 * cores));
        lanes.put(Lane.OPEN, pool("open", 4));
        ExecutorService embed = embedPool(embedders);
        lanes.put(Lane.EMBED, embed);
        lanes.put(Lane.QUERY, embed);
        lanes.put(Lane.REMOTE_EMBED, pool("remote-embed", REMOTE_MAX));
        lanes.put(Lane.REMOTE_QUERY, Executors.newVirtualThreadPerTaskExecutor());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// A task of the embedding pool: questions first, then in order.
    private record Ranked(int rank, long order, Runnable task)
            implements Runnable, Comparable<Ranked> {
        @Override
        public void run() {
            task.run();
        }

        @Override
        public int compareTo(Ranked other) {
            int byRank = Integer.compare(rank, other.rank);
            return byRank != 0 ? byRank : Long.compare(order, other.order);
        }
    }

    /// A task of a lane, until it has run.
    private final class Open implements Runnable {
        private final Task task;

        private Open(Task task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                task.run();
            } finally {
                open.remove(this);
            }
        }

        private void drop() {
            open.remove(this);
            task.dropped();
        }
    }

    /// Runs it or drops it: once the pools close, and where no thread can be had.
    void run(Lane lane, Task task) {
        ExecutorService pool = lanes.get(lane);
        if (pool == null) {
            throw new IllegalStateException("bug: a lane without pool: " + lane);
        }
        Open handed = new Open(task);
        open.add(handed);
        boolean taken = false;
        try {
            switch (lane) {
                case QUERY -> pool.execute(new Ranked(0, order.incrementAndGet(), handed));
                case EMBED -> pool.execute(new Ranked(1, order.incrementAndGet(), handed));
                default -> pool.execute(handed);
            }
            taken = true;
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "dropped at the end lane=" + lane, e);
        } finally {
            if (!taken) {
                handed.drop();
            }
        }
    }

    /// Nothing is due any more once the pools close.
    void after(Duration delay, Runnable task) {
        try {
            var _ = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "not due any more", e);
        }
    }

    private static ThreadPoolExecutor pool(String name, int size) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        size,
                        size,
                        IDLE_S,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        threads(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadPoolExecutor embedPool(int size) {
        return new ThreadPoolExecutor(
                size,
                size,
                IDLE_S,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                threads("embed"));
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().daemon().name("freshet-" + name + "-", 0).factory();
    }

    /// What runs may end; what waits is dropped. What hangs elsewhere is not waited for: it writes
    /// nothing. Whoever waits for what has not ended is told.
    @Override
    public void close() {
        timer.shutdownNow();
        lanes.values().forEach(ExecutorService::shutdown);
        lanes.forEach(
                (lane, pool) -> {
                    if (HANGS.contains(lane)) {
                        pool.shutdownNow();
                    } else {
                        awaitEnd(pool);
                    }
                });
        List.copyOf(open).forEach(Open::drop);
    }

    private static void awaitEnd(ExecutorService pool) {
        try {
            if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pool.shutdownNow();
        }
    }
}
