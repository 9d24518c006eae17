package io.freshet.client;

/// Rows of a store that differed from the ledger when they were read back.
///
/// @param noVector whose vector was lost: they are compared once it is embedded again
public record Drift(long missing, long extra, long different, long noVector) {
    static final Drift NONE = new Drift(0, 0, 0, 0);
}
