package io.freshet;

import java.time.Instant;
import java.util.List;

/// What one commit does: the changed documents, which make a version, and those that were found
/// unchanged, which only settle.
///
/// @param changes at most one for each document; where there is none, no version is made
/// @param timestamp when it was formed: the version's timestamp
public record ChangeSet(
        Cause cause,
        EmbeddingSpace space,
        List<DocumentChange> changes,
        List<Unchanged> unchanged,
        Tokens tokens,
        Instant timestamp) {
    public ChangeSet {
        changes = List.copyOf(changes);
        unchanged = List.copyOf(unchanged);
    }

    /// A document whose events change nothing.
    public record Unchanged(Base base, Settlement settlement) {}

    /// By the fixed estimate: what was asked of the embedder for this version, and what its
    /// documents would have cost beside that if they had been embedded whole.
    public record Tokens(long embedded, long spared) {
        public static final Tokens NONE = new Tokens(0, 0);

        public Tokens plus(Tokens other) {
            return new Tokens(embedded + other.embedded, spared + other.spared);
        }
    }
}
