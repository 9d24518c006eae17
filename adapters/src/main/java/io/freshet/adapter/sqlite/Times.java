package io.freshet.adapter.sqlite;

import java.time.Instant;

/// Instants as integers that compare as they do: nanoseconds since 1970, which reach from 1677 to
/// 2262. What lies beyond is taken as their end.
final class Times {
    private static final long SECOND = 1_000_000_000L;
    private static final Instant MIN = of(Long.MIN_VALUE);
    private static final Instant MAX = of(Long.MAX_VALUE);

    private Times() {}

    static long nanos(Instant instant) {
        if (!instant.isAfter(MIN)) {
            return Long.MIN_VALUE;
        }
        if (!instant.isBefore(MAX)) {
            return Long.MAX_VALUE;
        }
        // Before 1970 the seconds alone may lie below what a long holds.
        long seconds = instant.getEpochSecond();
        return seconds < 0
                ? (seconds + 1) * SECOND + (instant.getNano() - SECOND)
                : seconds * SECOND + instant.getNano();
    }

    static Instant of(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
    }
}
