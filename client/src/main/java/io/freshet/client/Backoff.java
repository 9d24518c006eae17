package io.freshet.client;

import java.time.Duration;
import java.util.Optional;

/// How long a client pauses before it comes again: pauses that double from `first` to `longest`,
/// each drawn anew from zero to that bound, so that clients which were cut together do not come
/// back together. Only a connection that lasted a minute starts over: one that is cut again and
/// again keeps the pause long. Confined to its owner.
final class Backoff {
    static final Duration STABLE = Duration.ofMinutes(1);
    private static final int DOUBLINGS_MAX = 30;

    private final Duration first;
    private final Duration longest;
    private final Timing timing;
    private int failures;

    Backoff(Duration first, Duration longest, Timing timing) {
        this.first = first;
        this.longest = longest;
        this.timing = timing;
    }

    /// A subscriber's.
    static Backoff ofSubscriber(Timing timing) {
        return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), timing);
    }

    /// Of a call that is made again.
    static Backoff ofCall(Timing timing) {
        return new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10), timing);
    }

    /// @param lasted the connection that failed
    /// @param hint what the server asked for: never less than that, and spread behind it
    Duration pause(Duration lasted, Optional<Duration> hint) {
        if (lasted.compareTo(STABLE) >= 0) {
            failures = 0;
        }
        double doubled = first.toNanos() * Math.pow(2, Math.min(failures, DOUBLINGS_MAX));
        failures = Math.min(failures + 1, DOUBLINGS_MAX);
        double bound = Math.min((double) longest.toNanos(), doubled);
        return hint.orElse(Duration.ZERO).plusNanos((long) (bound * timing.chance()));
    }
}
