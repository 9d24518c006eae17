package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.Metadata;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A thousand subscribers, of which a tenth stop reading and a tenth come back again and again.
@Tag("I9")
@Tag("I8")
final class ManySubscribersTest {
    private static final int SUBSCRIBERS = 1000;
    private static final int STALLED = SUBSCRIBERS / 10;
    private static final int RECONNECTING = SUBSCRIBERS / 10;

    /// Fewer than any system lets wait: a connection that it drops is tried again after minutes.
    private static final int CONNECTING_MAX = 50;

    private static final int VERSIONS = 100;
    private static final int CHANGES_PER_VERSION = 4;
    private static final int FRAMES = VERSIONS * (CHANGES_PER_VERSION + 1);

    /// More than the system's own buffers take, so that a stalled one stands in the server.
    private static final int LARGE_VERSIONS = 40;

    private static final int LARGE_BYTES = 16 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration VISIT = Duration.ofSeconds(1);
    private static final int VISIT_FRAMES = FRAMES / 10;
    private static final long BYTES_EACH_MAX = 64 * 1024;

    private final CountDownLatch wake = new CountDownLatch(1);
    private final CountDownLatch ready = new CountDownLatch(SUBSCRIBERS);
    private final Semaphore handled = new Semaphore(0);
    private final Semaphore connecting = new Semaphore(CONNECTING_MAX);
    private final AtomicInteger reconnects = new AtomicInteger();

    /// What one client reads of a feed: each frame is the one that must come next.
    private static final class Reading {
        private final String history;
        private final int changesPerVersion;
        private int frames;
        private String position;

        Reading(String history, int changesPerVersion) {
            this.history = history;
            this.changesPerVersion = changesPerVersion;
            this.position = history + ".0-";
        }

        void handle(String frame) {
            int version = frames / (changesPerVersion + 1) + 1;
            int ordinal = frames % (changesPerVersion + 1) + 1;
            position = history + "." + version + "-" + (ordinal > changesPerVersion ? "" : ordinal);
            if (!frame.contains("\"" + position + "\"")) {
                throw new IllegalStateException(position + " was expected: " + head(frame));
            }
            frames++;
        }
    }

    private static String head(String frame) {
        return frame.substring(0, Math.min(300, frame.length()));
    }

    @Test
    void noneMissesOrRepeatsAnythingAndNobodyWaitsForTheStalled() throws Exception {
        try (var server = StreamServer.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var small =
                    server.collection(
                            StreamServer.KNOWLEDGE_BASE, 0, CHANGES_PER_VERSION, Metadata.NONE);
            Metadata metadata = Metadata.of(Map.of("note", "n".repeat(LARGE_BYTES)));
            var large = server.collection(new CollectionName("large"), 0, 1, metadata);
            long before = usedHeap();
            List<Future<Integer>> stalled = new ArrayList<>();
            List<Future<Integer>> others = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                if (i < STALLED) {
                    stalled.add(threads.submit(() -> stall(server.port())));
                } else if (i < STALLED + RECONNECTING) {
                    others.add(threads.submit(() -> comeBack(server.port())));
                } else {
                    boolean paces = i == SUBSCRIBERS - 1;
                    others.add(threads.submit(() -> read(server.port(), paces)));
                }
            }
            try {
                List<Future<Integer>> all = new ArrayList<>(stalled);
                all.addAll(others);
                await(() -> ready.await(1, TimeUnit.SECONDS), all);
                large.announce(LARGE_VERSIONS);
                for (int version = 0; version < VERSIONS; version++) {
                    small.announce(1);
                    await(
                            () -> handled.tryAcquire(CHANGES_PER_VERSION + 1, 1, TimeUnit.SECONDS),
                            all);
                }
                for (Future<Integer> each : others) {
                    assertThat(each.get()).isEqualTo(FRAMES);
                }
                assertThat(reconnects.get()).isGreaterThanOrEqualTo(10 * RECONNECTING);
                assertThat(stalled).noneMatch(Future::isDone);
                assertThat((usedHeap() - before) / SUBSCRIBERS).isLessThan(BYTES_EACH_MAX);
            } finally {
                wake.countDown(); // else closing the threads waits for them
            }
            for (Future<Integer> each : stalled) {
                assertThat(each.get()).isEqualTo(FRAMES + 2 * LARGE_VERSIONS);
            }
        }
    }

    /// Or until one of them has failed, which shows why.
    private static void await(Callable<Boolean> happens, List<Future<Integer>> all)
            throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!happens.call()) {
            for (Future<Integer> each : all) {
                if (each.isDone()) {
                    each.get();
                }
            }
            assertThat(System.nanoTime() - until).as("a subscriber waits for ever").isNegative();
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private int read(int port, boolean paces) throws IOException {
        Reading reading = new Reading("history0", CHANGES_PER_VERSION);
        try (var subscriber = subscribed(port, reading.position)) {
            ready.countDown();
            while (reading.frames < FRAMES) {
                reading.handle(subscriber.next());
                if (paces) {
                    handled.release();
                }
            }
        }
        return reading.frames;
    }

    /// Cuts its connection without a word, whatever is on its way.
    private int comeBack(int port) throws IOException {
        Reading reading = new Reading("history0", CHANGES_PER_VERSION);
        boolean isReady = false;
        while (reading.frames < FRAMES) {
            int last = Math.min(FRAMES, reading.frames + VISIT_FRAMES);
            try (var subscriber = subscribed(port, reading.position)) {
                long until = System.nanoTime() + VISIT.toNanos();
                if (!isReady) {
                    isReady = true;
                    ready.countDown();
                }
                while (reading.frames < last && System.nanoTime() < until) {
                    reading.handle(subscriber.next());
                }
            }
            reconnects.incrementAndGet();
        }
        return reading.frames;
    }

    /// Reads nothing until all the others have read everything.
    private int stall(int port) throws IOException, InterruptedException {
        Reading small = new Reading("history0", CHANGES_PER_VERSION);
        Reading large = new Reading("history1", 1);
        try (var subscriber = subscribed(port, small.position)) {
            subscriber.send("{\"action\":\"subscribe\",\"collection\":\"large\"}");
            expect(subscriber.next(), "\"subscribed\"");
            ready.countDown();
            wake.await();
            while (small.frames < FRAMES || large.frames < 2 * LARGE_VERSIONS) {
                String frame = subscriber.next();
                (frame.contains("\"history1.") ? large : small).handle(frame);
            }
        }
        return small.frames + large.frames;
    }

    private RawSubscriber subscribed(int port, String since) throws IOException {
        RawSubscriber subscriber = connected(port);
        subscriber.send(
                "{\"action\":\"subscribe\",\"collection\":\"knowledge_base\",\"since\":\""
                        + since
                        + "\"}");
        expect(subscriber.next(), "\"connected\"");
        expect(subscriber.next(), "\"subscribed\"");
        return subscriber;
    }

    private RawSubscriber connected(int port) throws IOException {
        connecting.acquireUninterruptibly();
        try {
            return new RawSubscriber(port);
        } finally {
            connecting.release();
        }
    }

    private static void expect(String frame, String part) {
        if (!frame.contains(part)) {
            throw new IllegalStateException(part + " was expected: " + head(frame));
        }
    }
}
