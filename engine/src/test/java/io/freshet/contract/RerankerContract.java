package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Reranker;
import io.freshet.spi.Reranker.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the engine relies on from every reranker. A reranker's test extends this and gives one that
/// scores by the words in common with the query, one whose endpoint answers what it is told, and
/// one whose endpoint never does.
public abstract class RerankerContract {
    private static final int CALLERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUERY = "when is a refund paid";
    private static final List<String> DOCUMENTS =
            List.of(
                    "The river rose overnight.",
                    "A refund is paid within five days.",
                    "Nothing is known of it.");

    protected abstract Reranker reranker();

    /// @param answer of the endpoint, whatever it is asked
    protected abstract Reranker answering(List<Score> answer);

    protected abstract Reranker hanging();

    static List<String> oddTexts() {
        return List.of(
                "x",
                "🦀 👩‍👩‍👧‍👦 🏳️‍🌈",
                "退款会在五个工作日内退回到原来的信用卡。",
                "הכסף מוחזר بعد خمسة أيام",
                "  a \t\t b \n\n\n c \u00a0\u2003 d \r\n",
                "\"quoted\" \\ {\"documents\": []} \u0000\u0001\u001f",
                "lone \ud800 surrogate",
                "x".repeat(1 << 20));
    }

    static List<List<Score>> wrongAnswers() {
        Score first = new Score(0, 0.5);
        Score second = new Score(1, 0.25);
        return List.of(
                List.of(),
                List.of(first, second),
                List.of(first, second, new Score(1, 0.75)),
                List.of(first, second, new Score(3, 0.75)),
                List.of(first, second, new Score(-1, 0.75)),
                List.of(first, second, new Score(2, Double.NaN)),
                List.of(first, second, new Score(2, Double.POSITIVE_INFINITY)),
                List.of(first, second, new Score(2, 0.1), new Score(3, 0.2)));
    }

    private static List<Double> scores(Reranker reranker, String query, List<String> documents) {
        return Reranker.scores(reranker.rerank(query, documents, PATIENCE), documents.size());
    }

    @Test
    void everyDocumentIsScored() {
        List<Double> scores = scores(reranker(), QUERY, DOCUMENTS);

        assertThat(scores).hasSameSizeAs(DOCUMENTS);
        assertThat(scores.get(1)).isGreaterThan(scores.get(0)).isGreaterThan(scores.get(2));
    }

    @Test
    void aRequestMayHoldAsManyDocumentsAsTheLimitSays() {
        List<String> documents =
                IntStream.range(0, reranker().limits().documents())
                        .mapToObj(i -> "text " + i)
                        .toList();

        assertThat(scores(reranker(), QUERY, documents)).hasSameSizeAs(documents);
    }

    @Test
    void theLimitsLeaveRoomForWork() {
        assertThat(reranker().limits().documents()).isPositive();
        assertThat(reranker().limits().deadline()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void anOddTextIsScoredToo(String text) {
        assertThat(scores(reranker(), QUERY, List.of(text, "refund"))).hasSize(2);
        assertThat(scores(reranker(), text, List.of("refund"))).hasSize(1);
    }

    @Test
    void theScoresAreTheSameWhoeverAsksAtTheSameTime() throws Exception {
        Reranker reranker = reranker();
        List<Double> alone = scores(reranker, QUERY, DOCUMENTS);
        var together = new CyclicBarrier(CALLERS);
        Callable<List<Double>> work =
                () -> {
                    together.await();
                    return scores(reranker, QUERY, DOCUMENTS);
                };

        try (var threads = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<List<Double>>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answers.add(threads.submit(work));
            }
            for (Future<List<Double>> answer : answers) {
                assertThat(answer.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void aScoreBelongsToTheDocumentOfItsIndexInWhateverOrderTheyCome() {
        var unsorted = List.of(new Score(2, -7), new Score(0, 1e-9), new Score(1, 40));

        assertThat(scores(answering(unsorted), QUERY, DOCUMENTS)).containsExactly(1e-9, 40.0, -7.0);
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    void aWrongAnswerIsNone(List<Score> answer) {
        Reranker reranker = answering(answer);

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(reranker, QUERY, DOCUMENTS));
    }

    @Test
    void oneThatHangsGivesUpAtTheDeadline() {
        Reranker reranker = hanging();
        long start = System.nanoTime();

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> reranker.rerank(QUERY, DOCUMENTS, Duration.ofMillis(200)));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(150), PATIENCE);
    }
}
