package io.freshet.server.stream;

import io.freshet.feed.Signal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// All that follow feeds at this moment, up to a limit. Safe for any thread.
final class Subscribers {
    private final int max;
    private final AtomicInteger places = new AtomicInteger();
    private final Set<Subscriber> present = ConcurrentHashMap.newKeySet();
    private final Signal left = new Signal();
    private final LongAdder refused = new LongAdder();
    private volatile boolean stopping;

    Subscribers(int max) {
        this.max = max;
    }

    /// @return whether there is a place
    boolean enter(Subscriber subscriber) {
        if (stopping) {
            return false;
        }
        if (places.incrementAndGet() > max) {
            places.decrementAndGet();
            refused.increment();
            return false;
        }
        present.add(subscriber);
        if (stopping) {
            subscriber.stop();
        }
        return true;
    }

    void leave(Subscriber subscriber) {
        if (present.remove(subscriber)) {
            places.decrementAndGet();
            left.raise();
        }
    }

    int count() {
        return present.size();
    }

    /// How many found no place.
    long refused() {
        return refused.sum();
    }

    boolean isStopping() {
        return stopping;
    }

    /// Ends them all: asks, waits a little, then cuts those whose clients do not read.
    void stop(Duration patience) throws InterruptedException {
        stopping = true;
        present.forEach(Subscriber::stop);
        awaitNone(patience);
        present.forEach(Subscriber::cut);
        awaitNone(patience);
    }

    private void awaitNone(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!present.isEmpty()) {
            long leftNanos = deadline - System.nanoTime();
            if (leftNanos <= 0) {
                return;
            }
            left.await(Duration.ofNanos(leftNanos));
        }
    }
}
