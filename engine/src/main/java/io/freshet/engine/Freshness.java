package io.freshet.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// From acceptance to searchable, of the latest 1,000 events. Safe for any thread.
final class Freshness {
    private static final int KEPT = 1000;

    private final long[] nanos = new long[KEPT];
    private long count;

    synchronized void add(Duration took) {
        nanos[(int) (count % KEPT)] = took.toNanos();
        count++;
    }

    synchronized Optional<CollectionStatus.Freshness> quantiles() {
        int size = (int) Math.min(count, KEPT);
        if (size == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return Optional.of(
                new CollectionStatus.Freshness(
                        sorted[size / 2] / 1e6, sorted[Math.min(size - 1, size * 99 / 100)] / 1e6));
    }
}
