package io.freshet.search;

import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.SearchSettings;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Merges the two lists of candidates. Pure.
///
/// - `RRF`: each list gives a candidate `weight / (k + rank)`, rank from 1 (Cormack, Clarke and
///   Büttcher 2009). Ranks, because a cosine and a BM25 score have no common scale.
/// - `WEIGHTED_SUM`: each list gives `weight × (score − lowest) / (highest − lowest)` of the list
///   (min-max, Bruch, Gai and Ingber 2023), 1 where all its scores are equal; a candidate that a
///   list does not hold has 0 from it.
public final class Fusion {
    private static final Comparator<Fused> BEST_FIRST =
            Comparator.comparingDouble(Fused::score).reversed().thenComparing(Fused::key);

    private Fusion() {}

    /// A candidate and what each list said of it.
    public record Fused(RowKey key, double score, OptionalDouble vector, OptionalDouble keyword) {
        private Fused plus(Fused other) {
            return new Fused(
                    key,
                    score + other.score,
                    vector.isPresent() ? vector : other.vector,
                    keyword.isPresent() ? keyword : other.keyword);
        }
    }

    /// Best first; equal scores by key, so that equal indexes answer equally. Where the mode is not
    /// `HYBRID`, scores are those of the one list.
    public static List<Fused> fuse(
            Store.Candidates candidates, SearchRequest.Mode mode, SearchSettings.Fusion settings) {
        boolean hybrid = mode == SearchRequest.Mode.HYBRID;
        List<Store.Candidate> vectors = candidates.byVector();
        List<Store.Candidate> words = candidates.byKeyword();
        double[] vectorShares = hybrid ? shares(vectors, settings) : scores(vectors);
        double[] wordShares = hybrid ? shares(words, settings) : scores(words);
        double vectorWeight = hybrid ? settings.vectorWeight() : 1;
        double wordWeight = hybrid ? settings.keywordWeight() : 1;
        Map<RowKey, Fused> byKey = new TreeMap<>();
        for (int i = 0; i < vectors.size(); i++) {
            Store.Candidate c = vectors.get(i);
            byKey.put(
                    c.key(),
                    new Fused(
                            c.key(),
                            vectorWeight * vectorShares[i],
                            OptionalDouble.of(c.score()),
                            OptionalDouble.empty()));
        }
        for (int i = 0; i < words.size(); i++) {
            Store.Candidate c = words.get(i);
            Fused fused =
                    new Fused(
                            c.key(),
                            wordWeight * wordShares[i],
                            OptionalDouble.empty(),
                            OptionalDouble.of(c.score()));
            byKey.merge(c.key(), fused, Fused::plus);
        }
        List<Fused> all = new ArrayList<>(byKey.values());
        all.sort(BEST_FIRST);
        return all;
    }

    private static double[] scores(List<Store.Candidate> list) {
        return list.stream().mapToDouble(Store.Candidate::score).toArray();
    }

    /// What each candidate of a list is worth before it is weighed.
    private static double[] shares(List<Store.Candidate> list, SearchSettings.Fusion settings) {
        double[] shares = scores(list);
        double highest = shares.length == 0 ? 0 : shares[0];
        double lowest = shares.length == 0 ? 0 : shares[shares.length - 1];
        for (int i = 0; i < shares.length; i++) {
            shares[i] =
                    switch (settings.method()) {
                        case RRF -> 1 / (settings.k() + i + 1);
                        case WEIGHTED_SUM ->
                                highest == lowest ? 1 : (shares[i] - lowest) / (highest - lowest);
                    };
        }
        return shares;
    }
}
