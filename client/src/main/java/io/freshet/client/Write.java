package io.freshet.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How something is written: whether the call waits until it is searchable, and how urgent it is.
/// Immutable.
///
/// @param await at most so long; null: the call returns once it is on the server's disk
public record Write(@Nullable Duration await, Priority priority) {
    /// Returns once it is on the server's disk.
    public static final Write ACCEPTED = new Write(null, Priority.NORMAL);

    /// Returns once it is searchable, or the time is over: [Accepted#visible] says which.
    public static Write await(Duration time) {
        return new Write(time, Priority.NORMAL);
    }

    public Write priority(Priority other) {
        return new Write(await, other);
    }
}
