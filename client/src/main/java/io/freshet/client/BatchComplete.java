package io.freshet.client;

import java.time.Instant;

/// Closes a version: all of its updates came before.
///
/// @param cause such as `events` or `rollback`
public record BatchComplete(
        String collection,
        String position,
        long indexVersion,
        Instant timestamp,
        String cause,
        DocumentCounts documents)
        implements Change {
    public BatchComplete {
        documents = Given.or(documents, DocumentCounts.NONE);
    }
}
