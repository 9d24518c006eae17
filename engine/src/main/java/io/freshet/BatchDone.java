package io.freshet;

import java.util.List;

/// What a commit settled.
///
/// @param version holds it all; made by this commit, or the head's where nothing changed
public record BatchDone(Batch batch, long version, List<Settled> settled) {
    public BatchDone {
        settled = List.copyOf(settled);
    }

    /// A document's events up to the settlement's sequence.
    ///
    /// @param unchanged they changed nothing
    /// @param chunks and `tokens` what the document took
    /// @param keptTokens of the chunks that it kept
    public record Settled(
            Settlement settlement,
            boolean unchanged,
            Version.Chunks chunks,
            ChangeSet.Tokens tokens,
            long keptTokens) {}
}
