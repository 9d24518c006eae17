package io.freshet.client;

/// How a collection's documents are cut.
///
/// @param prefix `none`, `title` or `heading`: what is embedded before each chunk
public record Chunking(int targetTokens, String prefix) {}
