package io.freshet.benchmarks.quality;

import java.util.Collections;
import java.util.List;

/// What a list of results is worth: the grade of each, best first, against the grades that could
/// have been found. Pure.
///
/// @param found the grade of each result, 0 for one that answers nothing
/// @param judged the grades of all that answers the question
record Gains(List<Integer> found, List<Integer> judged) {
    Gains {
        found = List.copyOf(found);
        judged = judged.stream().sorted(Collections.reverseOrder()).toList();
    }

    /// Normalised discounted cumulative gain with linear gains, as trec_eval and BEIR count it
    /// (Järvelin and Kekäläinen 2002): `Σ grade / log2(rank + 1)` over the first results, divided
    /// by what the best order would give. 0 to 1.
    double ndcg(int depth) {
        double ideal = discounted(judged, depth);
        return ideal == 0 ? 0 : discounted(found, depth) / ideal;
    }

    private static double discounted(List<Integer> grades, int depth) {
        double sum = 0;
        for (int i = 0; i < Math.min(depth, grades.size()); i++) {
            sum += grades.get(i) * Math.log(2) / Math.log(i + 2);
        }
        return sum;
    }

    /// The share of what answers the question that is among the first results. 0 to 1.
    double recall(int depth) {
        long hits = found.stream().limit(depth).filter(grade -> grade > 0).count();
        return judged.isEmpty() ? 0 : (double) hits / judged.size();
    }

    /// One over the rank of the first result that answers the question, 0 where none of the first
    /// does.
    double reciprocalRank(int depth) {
        for (int i = 0; i < Math.min(depth, found.size()); i++) {
            if (found.get(i) > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
