package io.freshet.client;

/// An entry of a collection's feed.
public sealed interface Change permits IndexUpdate, BatchComplete {
    String collection();

    /// Where to go on after it: keep it as it is.
    String position();

    /// The version that it belongs to.
    long indexVersion();
}
