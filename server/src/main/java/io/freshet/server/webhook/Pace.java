package io.freshet.server.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How a webhook that fails is tried again.
///
/// @param first pause, which doubles up to `longest`
/// @param patience for how long it is tried before it pauses itself
public record Pace(Duration first, Duration longest, Duration patience) {
    public static final Pace DEFAULT =
            new Pace(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24));

    private static final int DOUBLINGS_MAX = 20;

    /// Between half and the whole of what is due, so that receivers that fail together are not
    /// asked together; never before the receiver's own wish.
    Duration pause(int failures, Duration asked, RandomGenerator chance) {
        long due = first.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
        long capped = Math.min(due, longest.toMillis());
        Duration own = Duration.ofMillis((long) (capped * (0.5 + chance.nextDouble() / 2)));
        return asked.compareTo(own) > 0 ? asked : own;
    }
}
