package io.freshet;

/// What a request would do, by the fixed token estimate. Nothing was changed.
///
/// @param unchanged documents
/// @param tokens to embed (texts whose vector is known are spared), and spared
public record DryRun(
        Version.Documents documents,
        int unchanged,
        Version.Chunks chunks,
        ChangeSet.Tokens tokens) {}
