package io.freshet.client;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What requests to embedding models took. Of month, day, collection, cause, model and endpoint it
/// has the one that it is a sum by.
///
/// @param month such as `2026-11`
/// @param cause such as `events`, `migration` or `query`
/// @param costUsd null where some of it has no known price
/// @param estimatedTokens those of `tokens` that the provider did not count
/// @param unpricedTokens those of `tokens` whose model has no known price
/// @param failedRequests that nothing answered
public record Cost(
        @Nullable String month,
        @Nullable LocalDate day,
        @Nullable String collection,
        @Nullable String cause,
        @Nullable String model,
        @Nullable String endpoint,
        @Nullable Double costUsd,
        long requests,
        long texts,
        long tokens,
        long estimatedTokens,
        long unpricedTokens,
        long failedRequests,
        long failedTokens) {}
