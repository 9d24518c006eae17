package io.freshet.client;

/// Tokens that were embedded, and those that did not have to be.
public record TokenCounts(long embedded, long spared) {
    static final TokenCounts NONE = new TokenCounts(0, 0);
}
