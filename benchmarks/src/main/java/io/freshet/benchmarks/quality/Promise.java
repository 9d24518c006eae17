package io.freshet.benchmarks.quality;

import io.freshet.SearchRequest.Mode;

/// What the default settings promise of a set's hybrid search.
///
/// @param ndcg10 at least
record Promise(double ndcg10) {
    /// Hybrid search may fall so far behind the better of its two parts, in nDCG@10.
    private static final double BEHIND_MAX = 0.005;

    static Promise of(String set) {
        return switch (set) {
            case "scifact" -> new Promise(0.73);
            case "cranfield" -> new Promise(0.395);
            default -> new Promise(0);
        };
    }

    boolean isKeptBy(Measured measured) {
        return measured.score(Mode.HYBRID).ndcg10() >= ndcg10 && measured.gain() >= -BEHIND_MAX;
    }
}
