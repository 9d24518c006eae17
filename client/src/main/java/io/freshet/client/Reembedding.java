package io.freshet.client;

import org.jspecify.annotations.Nullable;

/// What would embed again much of what is there, and waits to be confirmed.
///
/// @param chunks that would be embedded
/// @param tokens of these chunks, by an estimate
/// @param costUsd null where the price is not known
/// @param atLeast there is more than is counted
public record Reembedding(
        long documents, long chunks, long tokens, @Nullable Double costUsd, boolean atLeast) {}
