package io.freshet.server.stream;

import io.freshet.Position;

/// One frame of a feed as a subscriber gets it.
///
/// @param entry that it tells of
/// @param ends whether the entry is told with it; a part of a change does not
public record Sent(String type, Position entry, boolean ends, String json) {
    /// Takes frames as they are made; may block.
    @FunctionalInterface
    public interface Sink {
        void accept(Sent frame) throws InterruptedException;
    }
}
