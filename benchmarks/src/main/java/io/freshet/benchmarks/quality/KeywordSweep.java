package io.freshet.benchmarks.quality;

import io.freshet.SearchRequest.Mode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/// How words are best split and weighed: each analysis with each k1 and b of BM25, by the nDCG@10
/// of keyword search. Confined to one thread.
final class KeywordSweep {
    private static final List<String> ANALYSES = List.of("standard", "english");
    private static final List<Double> K1 = List.of(0.9, 1.2, 1.6, 2.0);
    private static final List<Double> B = List.of(0.4, 0.6, 0.75, 0.9);

    private final SequencedMap<String, SequencedMap<String, Double>> scores = new LinkedHashMap<>();

    void add(TestSet set, KeptVectors model) throws InterruptedException {
        for (String analysis : ANALYSES) {
            Setting indexed = new Setting("search: {analysis: " + analysis + "}");
            try (Indexed index = Indexed.of(set, indexed, model)) {
                for (double k1 : K1) {
                    for (double b : B) {
                        add(set, index, way(analysis, k1, b));
                    }
                }
            }
        }
    }

    private static String way(String analysis, double k1, double b) {
        return String.format(
                Locale.ROOT, "search: {analysis: %s, bm25: {k1: %.2f, b: %.2f}}", analysis, k1, b);
    }

    private void add(TestSet set, Indexed index, String way) {
        try (Asked asked = index.ask(new Setting(way))) {
            scores.computeIfAbsent(way, _ -> new LinkedHashMap<>())
                    .put(set.name(), asked.ndcg10(Mode.KEYWORD));
        }
    }

    /// By way, the best in the mean over sets first: nDCG@10 by set.
    SequencedMap<String, SequencedMap<String, Double>> scores() {
        List<String> ways = new ArrayList<>(scores.sequencedKeySet());
        ways.sort((one, other) -> Double.compare(mean(other), mean(one)));
        SequencedMap<String, SequencedMap<String, Double>> sorted = new LinkedHashMap<>();
        ways.forEach(way -> sorted.put(way, scores.getOrDefault(way, new LinkedHashMap<>())));
        return sorted;
    }

    private double mean(String way) {
        return scores.getOrDefault(way, new LinkedHashMap<>()).values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}
