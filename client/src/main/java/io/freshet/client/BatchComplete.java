package io.freshet.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Closes a version: all of its updates came before.
///
/// @param cause such as `events` or `rollback`
/// @param space of which embedding space the vectors are, where they were asked for
public record BatchComplete(
        String collection,
        String position,
        long indexVersion,
        Instant timestamp,
        String cause,
        DocumentCounts documents,
        @Nullable String space)
        implements Change {
    public BatchComplete {
        documents = Given.or(documents, DocumentCounts.NONE);
    }
}
