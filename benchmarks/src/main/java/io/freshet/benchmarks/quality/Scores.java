package io.freshet.benchmarks.quality;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Means over questions, each 0 to 1: the first ten results as somebody gets them who asks for ten,
/// and the first hundred of one who asks for a hundred.
record Scores(double ndcg10, double recall100, double mrr10) {
    /// One question's.
    ///
    /// @param ten results of a search for ten
    /// @param hundred of a search for a hundred
    static Scores of(Gains ten, Gains hundred) {
        return new Scores(ten.ndcg(10), hundred.recall(100), ten.reciprocalRank(10));
    }

    static Scores mean(Collection<Scores> questions) {
        List<Scores> all = List.copyOf(questions);
        return new Scores(
                mean(all, Scores::ndcg10), mean(all, Scores::recall100), mean(all, Scores::mrr10));
    }

    private static double mean(List<Scores> all, ToDoubleFunction<Scores> part) {
        return all.stream().mapToDouble(part).average().orElse(0);
    }
}
