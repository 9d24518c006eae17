package io.freshet.benchmarks.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The recall benchmark in miniature.
final class RecallTest {
    private static final int CHUNKS = 1_000;
    private static final int EDITS = 5;
    private static final int QUESTIONS = 20;

    @Test
    void theApproximateSearchFindsTheNearestAndAnswersAsBareLuceneDoes()
            throws InterruptedException, IOException {
        TopicModel model = new TopicModel();
        try (Loaded loaded = Loaded.of(CHUNKS, EDITS, model);
                var measuring = new Measuring(loaded.data(), loaded.lucene(), model, QUESTIONS)) {
            assertThat(measuring.rows()).isGreaterThan(CHUNKS / 2);
            for (Share share : Share.values()) {
                assertThat(measuring.recall(share))
                        .as(share.key())
                        .isGreaterThanOrEqualTo(RecallBenchmark.RECALL_MIN);
            }
            assertThat(measuring.times(Share.TENTH, 1).ratio()).isPositive();
        }
    }
}
