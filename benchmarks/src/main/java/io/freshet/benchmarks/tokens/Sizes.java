package io.freshet.benchmarks.tokens;

import io.freshet.Content;
import java.util.List;
import java.util.function.Function;

/// The mean sizes of what is compared: small chunks make cheap edits, so a cost says nothing
/// without its mean size.
///
/// @param chunk the mean of Freshet's chunks, in tokens
/// @param splitter the one whose pieces come nearest to that mean
/// @param piece the mean of its pieces
record Sizes(double chunk, RecursiveSplitter splitter, double piece) {
    private static final int TOKENS_MIN = 16;
    private static final int TOKENS_MAX = 4096;

    /// The splitter's limit is searched for in these documents.
    static Sizes equal(Ways ways, List<Content> documents) {
        double chunk = mean(documents, ways::chunks);
        int below = TOKENS_MIN;
        int above = TOKENS_MAX;
        while (above - below > 1) {
            int middle = (below + above) / 2;
            if (pieces(ways, documents, middle) < chunk) {
                below = middle;
            } else {
                above = middle;
            }
        }
        double small = pieces(ways, documents, below);
        double large = pieces(ways, documents, above);
        return chunk - small < large - chunk
                ? new Sizes(chunk, new RecursiveSplitter(below), small)
                : new Sizes(chunk, new RecursiveSplitter(above), large);
    }

    private static double pieces(Ways ways, List<Content> documents, int tokensMax) {
        var splitter = new RecursiveSplitter(tokensMax);
        return mean(documents, document -> ways.recursive(document, splitter));
    }

    private static double mean(List<Content> documents, Function<Content, Pieces> way) {
        Cost all = documents.stream().map(way).map(Pieces::whole).reduce(Cost.NONE, Cost::plus);
        return all.pieces() == 0 ? 0 : (double) all.tokens() / all.pieces();
    }
}
