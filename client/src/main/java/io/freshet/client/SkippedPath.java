package io.freshet.client;

/// What a source has and is not indexed.
public record SkippedPath(String source, String path, String reason) {}
