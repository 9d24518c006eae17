package io.freshet;

import java.time.Instant;

/// One entry of the change feed.
public sealed interface Announcement {
    Position position();

    /// A document changed in a version.
    ///
    /// @param metadata the document's, for a delete its last
    record DocumentChanged(
            Position position,
            EventType type,
            DocumentId document,
            Instant timestamp,
            Metadata metadata,
            Version.Chunks chunks)
            implements Announcement {}

    /// All changes of a version have been given.
    record VersionComplete(Position position, Version version) implements Announcement {}
}
