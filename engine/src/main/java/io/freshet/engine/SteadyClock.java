package io.freshet.engine;

import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The time that a collection goes by: that of the clock on the wall, but it never goes back. Where
/// the clock on the wall is set back, this one goes on at half the speed until the two agree: no
/// pause of a step lasts longer than twice what it was meant to be, and no version is older than
/// the one before it. Where the clock is set forward, it follows at once. Safe for any thread.
public final class SteadyClock {
    private final Supplier<Instant> wall;
    private final LongSupplier nanos;
    private Instant last;
    private long lastNanos;

    /// @param nanos of a clock that only ever goes on
    public SteadyClock(Supplier<Instant> wall, LongSupplier nanos) {
        this.wall = wall;
        this.nanos = nanos;
        this.last = wall.get();
        this.lastNanos = nanos.getAsLong();
    }

    public synchronized Instant now() {
        Instant shown = wall.get();
        long now = nanos.getAsLong();
        long passed = Math.max(0, now - lastNanos);
        Instant slowly = last.plusNanos(passed - passed / 2);
        lastNanos = now;
        last = shown.isAfter(slowly) ? shown : slowly;
        return last;
    }
}
