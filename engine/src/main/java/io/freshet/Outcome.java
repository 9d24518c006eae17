package io.freshet;

import java.util.List;
import java.util.Optional;

/// What became of an accepted request, for whoever waited for it.
///
/// @param visible all of its events are settled
/// @param indexVersion where visible, one that holds them all and answers searches; else the
///   version that answers now
/// @param unchanged events that changed nothing
/// @param superseded events overtaken by a newer one of their document, which is settled too
/// @param ignored events with an older `source_version`
/// @param chunks and `tokens` what the request's documents took
/// @param failing documents of the request whose change failed and waits to be tried again
public record Outcome(
        boolean visible,
        long indexVersion,
        int unchanged,
        int superseded,
        int ignored,
        Version.Chunks chunks,
        ChangeSet.Tokens tokens,
        List<Failing> failing) {
    public Outcome {
        failing = List.copyOf(failing);
    }

    /// @param retryAt RFC 3339, where the next try is set
    public record Failing(DocumentId document, String detail, Optional<String> retryAt) {}
}
