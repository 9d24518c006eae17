package io.freshet.benchmarks.quality;

import io.freshet.SearchRequest.Mode;
import java.util.EnumMap;
import java.util.Map;

/// What one test set gave at one setting.
///
/// @param bytes of the index on disk
record Measured(double chunksPerDocument, long bytes, Map<Mode, Scores> scores) {
    Measured {
        scores = new EnumMap<>(scores);
    }

    static Measured of(TestSet set, Setting setting, KeptVectors model)
            throws InterruptedException {
        try (Indexed index = Indexed.of(set, setting, model)) {
            return of(index, setting);
        }
    }

    static Measured of(Indexed index, Setting setting) {
        Map<Mode, Scores> scores = new EnumMap<>(Mode.class);
        try (Asked asked = index.ask(setting)) {
            for (Mode mode : Mode.values()) {
                scores.put(mode, Scores.mean(asked.scores(mode)));
            }
        }
        return new Measured(index.chunksPerDocument(), index.bytes(), scores);
    }

    Scores score(Mode mode) {
        Scores score = scores.get(mode);
        if (score == null) {
            throw new IllegalArgumentException("not measured: " + mode);
        }
        return score;
    }

    /// How far hybrid search is above the better of its two parts, in nDCG@10; below where
    /// negative.
    double gain() {
        return score(Mode.HYBRID).ndcg10()
                - Math.max(score(Mode.VECTOR).ndcg10(), score(Mode.KEYWORD).ndcg10());
    }
}
