package io.freshet.engine;

/// What came of a purge.
public sealed interface Purged {
    /// Nothing of the documents is left.
    ///
    /// @param documents of which something was there
    /// @param version the one that was made, or the newest where nothing of a version was purged
    /// @param isNew whether one was made
    record Done(long documents, long version, boolean isNew) implements Purged {}

    /// More documents than were expected: nothing was forgotten.
    record TooMany(long matched) implements Purged {}
}
