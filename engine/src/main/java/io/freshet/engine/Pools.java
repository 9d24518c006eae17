package io.freshet.engine;

import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
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
    private static final long IDLE_S = 30;
    private static final int REMOTE_MAX = 64;

    private static final Set<Lane> HANGS =
            EnumSet.of(Lane.SOURCE, Lane.REMOTE_EMBED, Lane.REMOTE_QUERY);

    private final Map<Lane, ExecutorService> lanes = new EnumMap<>(Lane.class);
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, threads("timer"));
    private final AtomicLong order = new AtomicLong();

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

    void run(Lane lane, Runnable task) {
        ExecutorService pool = lanes.get(lane);
        if (pool == null) {
            throw new IllegalStateException("bug: a lane without pool: " + lane);
        }
        switch (lane) {
            case QUERY -> pool.execute(new Ranked(0, order.incrementAndGet(), task));
            case EMBED -> pool.execute(new Ranked(1, order.incrementAndGet(), task));
            default -> pool.execute(task);
        }
    }

    void after(Duration delay, Runnable task) {
        var _ = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
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
    /// nothing.
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
