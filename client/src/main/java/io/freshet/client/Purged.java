package io.freshet.client;

/// Documents that are forgotten for good.
///
/// @param unchanged there were none, and no version was made
public record Purged(int documents, long indexVersion, boolean unchanged) {}
