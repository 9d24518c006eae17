package io.freshet;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A change that was tried in vain as often as its collection allows, and is set aside with all
/// that it says: what was committed of its document before is still served. A document has one at
/// most, and none while a change of it waits.
///
/// @param sequence of the newest event folded into it
/// @param group the atomic request that failed as a whole
/// @param since when it was accepted
/// @param attempts failed tries that counted against it
/// @param problem what went wrong the last time; never document text
/// @param passage the chunk that was refused, where it is this document's
public record DeadLetter(
        DocumentId document,
        long sequence,
        OptionalLong group,
        Instant since,
        int attempts,
        Instant firstFailed,
        Instant lastFailed,
        String problem,
        Optional<Passage> passage) {}
