package io.freshet.embedding;

import java.util.Optional;

/// How a place is at which a model is asked.
///
/// @param requests to it since the process started, and `failures` those that it did not answer
public record EndpointStatus(
        String name, State state, Optional<String> problem, long requests, long failures) {
    public enum State {
        /// Nobody has asked it yet.
        UNKNOWN,
        UP,
        /// It did not answer when it was last asked.
        DOWN,
        /// It serves another model, and is not used.
        REFUSED
    }
}
