package io.freshet.client;

/// A collection that is gone. Made again it goes on from its number, with another history.
public record Removed(String collection, long documents, long indexVersion) {}
