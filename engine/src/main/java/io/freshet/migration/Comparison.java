package io.freshet.migration;

/// How the other side's store compares with the one in force.
///
/// @param version that was compared
/// @param rows that the store counts itself, and `expected` by what the documents are cut into
/// @param samples chunks that both were asked for by their vectors; fewer where few are known in
///   both spaces
/// @param sameFirst of these, how often the same document came first
/// @param overlap of the documents among the first 10, from 0 to 1, on average
public record Comparison(
        long version, long rows, long expected, int samples, int sameFirst, double overlap) {
    /// Whether nothing is missing and nothing too much.
    public boolean isWhole() {
        return rows == expected;
    }
}
