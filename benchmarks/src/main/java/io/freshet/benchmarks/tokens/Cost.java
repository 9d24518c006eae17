package io.freshet.benchmarks.tokens;

/// What is embedded.
///
/// @param tokens by the fixed estimate, the same for all
/// @param pieces each of which is one text for the model
record Cost(long tokens, long pieces) {
    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
        return new Cost(tokens + other.tokens, pieces + other.pieces);
    }
}
