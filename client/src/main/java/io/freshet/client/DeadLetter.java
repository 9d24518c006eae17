package io.freshet.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change that was tried in vain and is set aside, with its cause.
///
/// @param atomicSequence of the atomic request that it is part of
/// @param place the chunk that was refused
public record DeadLetter(
        String documentId,
        long sequence,
        Instant acceptedAt,
        int attempts,
        Instant firstFailedAt,
        Instant lastFailedAt,
        String detail,
        @Nullable Long atomicSequence,
        @Nullable Place place) {
    /// Where in the document's text.
    ///
    /// @param line from 1
    public record Place(int ordinal, int start, int end, int line) {}
}
