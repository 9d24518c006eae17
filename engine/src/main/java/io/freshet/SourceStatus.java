package io.freshet;

import java.time.Instant;
import java.util.Optional;

/// How far a source is followed.
///
/// @param location as an operator reads it
/// @param files documents that it has, as far as is known
/// @param read documents read since the start, and accepted where there is something to accept
/// @param toRead documents that are to be read, or are read and not accepted yet
/// @param skipped what it has and is not indexed
/// @param withheld its deletes that were too many to be believed
/// @param held documents that differ from it since a rollback, till they change there again or are
///   released
/// @param problem why it cannot be followed at the moment; nothing is deleted meanwhile
/// @param lastScan when it was last listed whole
public record SourceStatus(
        String name,
        String type,
        String location,
        State state,
        long files,
        long read,
        long toRead,
        long skipped,
        long withheld,
        long held,
        Optional<String> problem,
        Optional<Instant> lastScan) {
    /// What it is doing.
    public enum State {
        /// What was there at the start is not all read yet.
        SCANNING,
        LIVE
    }

    /// Something that a source has and that is not indexed.
    ///
    /// @param path as the source names it
    /// @param reason a few words for an operator
    public record Skipped(String source, String path, String reason) {}
}
