package io.freshet.client;

import org.jspecify.annotations.Nullable;

/// What a migration would take.
///
/// @param costUsd null where no price is known
public record MigrationEstimate(
        boolean dryRun,
        String embedder,
        String model,
        Chunking chunking,
        long documents,
        long chunks,
        Tokens tokens,
        @Nullable Double costUsd) {

    /// By an estimate.
    ///
    /// @param known of texts whose vectors are kept
    public record Tokens(long toEmbed, long known) {}
}
