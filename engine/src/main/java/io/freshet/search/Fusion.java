package io.freshet.search;

import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Merges the two lists of candidates by reciprocal rank: each list gives a candidate `weight / (10
/// + rank)`, rank from 1 (Cormack, Clarke and Büttcher 2009; with their 60 the first ranks count
///   too little on short lists). Ranks, not scores, because a cosine and a BM25 score have no
///   common scale. Pure.
final class Fusion {
    private static final double RANK_OFFSET = 10;
    private static final double VECTOR_WEIGHT = 0.6;
    private static final double KEYWORD_WEIGHT = 0.4;
    private static final Comparator<Fused> BEST_FIRST =
            Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::key);

    private Fusion() {}

    /// A candidate and what each list said of it.
    record Fused(RowKey key, double score, OptionalDouble vector, OptionalDouble keyword) {
        private Fused plus(Fused other) {
            return new Fused(
                    key,
                    score + other.score,
                    vector.isPresent() ? vector : other.vector,
                    keyword.isPresent() ? keyword : other.keyword);
        }
    }

    /// Best first; equal scores by key, so that equal indexes answer equally.
    static List<Fused> fuse(Store.Candidates candidates, SearchRequest.Mode mode) {
        Map<RowKey, Fused> byKey = new TreeMap<>();
        boolean hybrid = mode == SearchRequest.Mode.HYBRID;
        int rank = 1;
        for (Store.Candidate c : candidates.byVector()) {
            double score = hybrid ? VECTOR_WEIGHT / (RANK_OFFSET + rank) : c.score();
            byKey.put(
                    c.key(),
                    new Fused(
                            c.key(), score, OptionalDouble.of(c.score()), OptionalDouble.empty()));
            rank++;
        }
        rank = 1;
        for (Store.Candidate c : candidates.byKeyword()) {
            double score = hybrid ? KEYWORD_WEIGHT / (RANK_OFFSET + rank) : c.score();
            Fused fused =
                    new Fused(c.key(), score, OptionalDouble.empty(), OptionalDouble.of(c.score()));
            byKey.merge(c.key(), fused, Fused::plus);
            rank++;
        }
        List<Fused> all = new ArrayList<>(byKey.values());
        all.sort(BEST_FIRST);
        return all;
    }
}
