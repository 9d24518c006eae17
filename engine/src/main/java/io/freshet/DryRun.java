package io.freshet;

/// What a request would do. Nothing was changed.
public sealed interface DryRun {
    /// By the fixed token estimate.
    ///
    /// @param unchanged documents
    /// @param tokens to embed (texts whose vector is known are spared), and spared
    record Would(
            Version.Documents documents,
            int unchanged,
            Version.Chunks chunks,
            ChangeSet.Tokens tokens)
            implements DryRun {}

    /// It would not be accepted.
    record Rejected(Problem problem) implements DryRun {}
}
