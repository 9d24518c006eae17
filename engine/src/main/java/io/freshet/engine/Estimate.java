package io.freshet.engine;

/// What it takes to have documents cut and embedded otherwise.
///
/// @param chunks distinct ones of each document
/// @param tokens to be embedded, by the fixed estimate
/// @param known tokens of texts whose vectors are known already
public record Estimate(long documents, long chunks, long tokens, long known) {}
