package io.freshet.benchmarks.subscribers;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Followers of one feed: a tenth of them stop reading until they are woken, a tenth cut their
/// connection every second, the others read. Safe for any thread.
final class Crowd implements AutoCloseable {
    private static final Duration VISIT = Duration.ofSeconds(1);
    private static final int CONNECTING = 200;
    private static final long PATIENCE_SECONDS = 300;

    private final int port;
    private final long base;
    private final int versions;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Long>> stalled = new ArrayList<>();
    private final List<Future<Long>> others = new ArrayList<>();
    private final CountDownLatch ready;
    private final CountDownLatch woken = new CountDownLatch(1);
    private final Semaphore connecting = new Semaphore(CONNECTING);
    private final Semaphore handled = new Semaphore(0);
    private final AtomicInteger reconnects = new AtomicInteger();

    /// @param base the version that is there
    /// @param versions that will come after it, of one change each
    Crowd(int port, int size, long base, int versions) {
        this.port = port;
        this.base = base;
        this.versions = versions;
        ready = new CountDownLatch(size);
        int part = size / 10;
        for (int i = 0; i < size; i++) {
            List<Future<Long>> group = i < part ? stalled : others;
            Callable<Long> follower = this::read;
            if (i < part) {
                follower = this::stall;
            } else if (i < 2 * part) {
                follower = this::comeBack;
            }
            group.add(threads.submit(follower));
        }
    }

    /// Returns when all follow.
    void awaitReady() throws InterruptedException {
        if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(ready.getCount() + " could not connect");
        }
    }

    /// Returns when everyone that reads all the time has one more version.
    void awaitVersion() throws InterruptedException {
        int readers = others.size() - stalled.size();
        if (!handled.tryAcquire(readers, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            check(others);
            throw new IllegalStateException("not everyone has the version");
        }
    }

    int reconnects() {
        return reconnects.get();
    }

    /// Wakes those that stopped, and returns when everyone has everything.
    ///
    /// @return how many do
    int finish() throws InterruptedException {
        check(others);
        boolean waited = stalled.stream().noneMatch(Future::isDone);
        woken.countDown();
        check(stalled);
        return waited ? others.size() + stalled.size() : 0;
    }

    private static void check(List<Future<Long>> followers) throws InterruptedException {
        for (Future<Long> follower : followers) {
            try {
                follower.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a subscriber failed: " + e.getCause(), e);
            }
        }
    }

    private long read() throws IOException, InterruptedException {
        Followed followed = new Followed(base);
        try (Connection connection = subscribed(followed)) {
            ready.countDown();
            while (followed.versions() < versions) {
                if (followed.handle(connection.next())) {
                    handled.release();
                }
            }
        }
        return followed.versions();
    }

    private long stall() throws IOException, InterruptedException {
        Followed followed = new Followed(base);
        try (Connection connection = subscribed(followed)) {
            ready.countDown();
            woken.await();
            while (followed.versions() < versions) {
                followed.handle(connection.next());
            }
        }
        return followed.versions();
    }

    private long comeBack() throws IOException, InterruptedException {
        Followed followed = new Followed(base);
        boolean first = true;
        while (followed.versions() < versions) {
            long until = System.nanoTime() + VISIT.toNanos();
            try (Connection connection = subscribed(followed)) {
                if (first) {
                    ready.countDown();
                    first = false;
                }
                while (followed.versions() < versions && System.nanoTime() < until) {
                    followed.handle(connection.next());
                }
            }
            reconnects.incrementAndGet();
        }
        return followed.versions();
    }

    private Connection subscribed(Followed followed) throws IOException, InterruptedException {
        connecting.acquire();
        try {
            Connection connection = new Connection(port);
            connection.send(followed.subscription());
            expect(connection.next(), "\"connected\"");
            expect(connection.next(), "\"subscribed\"");
            return connection;
        } finally {
            connecting.release();
        }
    }

    private static void expect(String frame, String part) {
        if (!frame.contains(part)) {
            throw new IllegalStateException(part + " was expected: " + frame);
        }
    }

    @Override
    public void close() {
        woken.countDown();
        threads.shutdownNow();
    }
}
