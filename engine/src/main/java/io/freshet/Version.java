package io.freshet;

import java.time.Instant;

/// A committed index version.
///
/// @param number from 1, rising by one; 0 is the empty index
/// @param space the fingerprint of the embedding space of its vectors
public record Version(
        long number,
        Instant timestamp,
        Cause cause,
        String space,
        Documents documents,
        Chunks chunks,
        ChangeSet.Tokens tokens) {

    /// Documents that the version changed.
    public record Documents(int inserted, int updated, int deleted) {
        public int total() {
            return inserted + updated + deleted;
        }
    }

    /// Distinct chunks of the changed documents.
    public record Chunks(int added, int removed, int kept) {
        public static final Chunks NONE = new Chunks(0, 0, 0);

        public Chunks plus(Chunks other) {
            return new Chunks(added + other.added, removed + other.removed, kept + other.kept);
        }
    }
}
