package io.freshet.client;

import org.jspecify.annotations.Nullable;

/// What a request would do.
///
/// @param costUsd by an estimate of tokens; null where the price of the model is not known
public record DryRun(
        DocumentCounts documents,
        ChunkCounts chunks,
        TokenCounts tokens,
        @Nullable Double costUsd) {
    public DryRun {
        documents = Given.or(documents, DocumentCounts.NONE);
        chunks = Given.or(chunks, ChunkCounts.NONE);
        tokens = Given.or(tokens, TokenCounts.NONE);
    }
}
