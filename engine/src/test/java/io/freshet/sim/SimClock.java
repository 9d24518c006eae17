package io.freshet.sim;

import java.time.Duration;
import java.time.Instant;

/// The clocks of a simulated machine: one that tells the time and can be set, forwards and back,
/// and one that only ever goes on. Confined to one thread.
public final class SimClock {
    private final Instant start;
    private long passedMs;
    private long setMs;

    public SimClock(Instant start) {
        this.start = start;
    }

    /// What the clock on the wall says.
    public Instant now() {
        return start.plusMillis(passedMs + setMs);
    }

    /// Since the start, whatever the clock on the wall was set to.
    public long passedMs() {
        return passedMs;
    }

    /// To the next millisecond.
    public void pass(Duration time) {
        passedMs += time.plusNanos(999_999).toMillis();
    }

    /// Somebody sets the clock on the wall; no time passes.
    public void set(Duration by) {
        setMs += by.toMillis();
    }
}
