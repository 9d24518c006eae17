package io.freshet.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A committed state of a collection, and what it changed.
///
/// @param cause such as `events`, `refresh`, `replace` or `rollback`
/// @param costUsd by an estimate of tokens; null where the price of the model is not known
public record Version(
        long indexVersion,
        Instant timestamp,
        String cause,
        DocumentCounts documents,
        ChunkCounts chunks,
        TokenCounts tokens,
        @Nullable Double costUsd,
        List<String> tags) {
    public Version {
        documents = Given.or(documents, DocumentCounts.NONE);
        chunks = Given.or(chunks, ChunkCounts.NONE);
        tokens = Given.or(tokens, TokenCounts.NONE);
        tags = Given.list(tags);
    }
}
