package io.freshet.benchmarks.quality;

import io.freshet.RowKey;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchSettings.Fusion;
import io.freshet.SearchSettings.Method;
import io.freshet.benchmarks.quality.TestSet.Question;
import io.freshet.spi.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// How the two lists of candidates are best merged: each way is tried on every question. The way is
/// chosen on one half of each set's questions and reported on the other, since a way that is chosen
/// and reported on the same questions flatters itself. Confined to one thread.
final class FusionSweep {
    static final int DEPTH_MAX = 200;

    private static final int TEN = 10;
    private static final List<Integer> DEPTHS = List.of(20, 50, 100, DEPTH_MAX);
    private static final List<Double> OFFSETS = List.of(2.0, 5.0, 10.0, 20.0, 60.0);
    private static final List<Double> WEIGHTS = List.of(0.3, 0.4, 0.5, 0.6, 0.7, 0.8);

    private final SequencedMap<String, Lists> sets = new LinkedHashMap<>();

    /// A way to merge.
    ///
    /// @param depth of both lists
    record Way(Fusion fusion, int depth) {
        static Way of(Method method, double k, double vectorWeight, int depth) {
            return new Way(new Fusion(method, k, vectorWeight), depth);
        }
    }

    /// nDCG@10 of one set.
    record Halves(double chosenOn, double reported, double all) {}

    /// @param halves by set
    record Tried(Way way, SequencedMap<String, Halves> halves) {
        Tried {
            halves = new LinkedHashMap<>(halves);
        }

        /// The mean over sets, by which ways are compared.
        double chosenOn() {
            return halves.values().stream().mapToDouble(Halves::chosenOn).average().orElse(0);
        }
    }

    private record Lists(List<Question> questions, List<Store.Candidates> found, Judge judge) {}

    void add(TestSet set, Asked asked) {
        sets.put(
                set.name(), new Lists(set.questions(), asked.candidates(DEPTH_MAX), asked.judge()));
    }

    /// Every way, the best first.
    List<Tried> tried() {
        List<Tried> all = new ArrayList<>();
        for (int depth : DEPTHS) {
            for (double weight : WEIGHTS) {
                for (double offset : OFFSETS) {
                    all.add(tried(Way.of(Method.RRF, offset, weight, depth)));
                }
                all.add(tried(Way.of(Method.WEIGHTED_SUM, OFFSETS.getFirst(), weight, depth)));
            }
        }
        all.sort(Comparator.comparingDouble(Tried::chosenOn).reversed());
        return all;
    }

    Tried tried(Way way) {
        SequencedMap<String, Halves> halves = new LinkedHashMap<>();
        sets.forEach((name, lists) -> halves.put(name, halves(lists, way)));
        return new Tried(way, halves);
    }

    /// Questions of even and of odd number.
    private static Halves halves(Lists lists, Way way) {
        double[] sums = new double[2];
        int count = lists.questions().size();
        int odd = count / 2;
        for (int i = 0; i < count; i++) {
            sums[i % 2] += ndcg(lists, i, way);
        }
        return new Halves(
                sums[0] / (count - odd), sums[1] / Math.max(1, odd), (sums[0] + sums[1]) / count);
    }

    private static double ndcg(Lists lists, int question, Way way) {
        Store.Candidates found = lists.found().get(question);
        var cut =
                new Store.Candidates(
                        found.version(),
                        first(found.byVector(), way.depth()),
                        first(found.byKeyword(), way.depth()));
        List<RowKey> ranked =
                io.freshet.search.Fusion.fuse(cut, Mode.HYBRID, way.fusion()).stream()
                        .map(io.freshet.search.Fusion.Fused::key)
                        .toList();
        return lists.judge().gains(lists.questions().get(question), ranked).ndcg(TEN);
    }

    private static List<Store.Candidate> first(List<Store.Candidate> list, int depth) {
        return list.subList(0, Math.min(depth, list.size()));
    }
}
