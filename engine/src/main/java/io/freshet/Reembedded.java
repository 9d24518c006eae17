package io.freshet;

import java.util.Optional;

/// What is held because it would embed again much of what is indexed.
///
/// @param chunks and `tokens`, by the fixed estimate, that it would embed
/// @param cost none where the model has no known price
/// @param atLeast there is more than is counted
public record Reembedded(
        long documents, long chunks, long tokens, Optional<Money> cost, boolean atLeast) {}
