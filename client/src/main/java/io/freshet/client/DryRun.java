package io.freshet.client;

/// What a request would do.
public record DryRun(
        DocumentCounts documents, ChunkCounts chunks, TokenCounts tokens, double costUsd) {
    public DryRun {
        documents = Given.or(documents, DocumentCounts.NONE);
        chunks = Given.or(chunks, ChunkCounts.NONE);
        tokens = Given.or(tokens, TokenCounts.NONE);
    }
}
