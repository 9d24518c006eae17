package io.freshet.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The right values are worked out by hand, with log2(3) = 1.58496 and log2(5) = 2.32193.
final class GainsTest {
    private static final double NEAR = 0.00001;

    /// 3 + 2/log2(3) + 1/log2(5) = 4.69254 of 3 + 2/log2(3) + 2/2 + 1/log2(5) = 5.69254.
    @Test
    void aGradeCountsLessTheLaterItComesAndTheBestOrderIsOne() {
        var gains = new Gains(List.of(3, 2, 0, 1), List.of(1, 2, 3, 2));
        assertThat(gains.ndcg(10)).isCloseTo(0.82433, within(NEAR));
        assertThat(new Gains(List.of(3, 2, 2, 1), List.of(1, 2, 3, 2)).ndcg(10))
                .isCloseTo(1, within(NEAR));
    }

    /// Twice the grade is twice the gain: 1 + 2/log2(3) = 2.26186 of 2 + 1/log2(3) = 2.63093; with
    /// gains of 2^grade - 1 it would be 0.79671.
    @Test
    void gainsAreLinear() {
        assertThat(new Gains(List.of(1, 2), List.of(2, 1)).ndcg(10))
                .isCloseTo(0.85972, within(NEAR));
    }

    @Test
    void theOneAnswerAtTheThirdPlaceIsWorthAHalf() {
        var gains = new Gains(List.of(0, 0, 1), List.of(1));
        assertThat(gains.ndcg(10)).isCloseTo(0.5, within(NEAR));
        assertThat(gains.ndcg(2)).isZero();
    }

    @Test
    void tenAnswersAreAllThatTheFirstTenCanHold() {
        var gains = new Gains(Collections.nCopies(10, 1), Collections.nCopies(12, 1));
        assertThat(gains.ndcg(10)).isCloseTo(1, within(NEAR));
    }

    @Test
    void recallIsTheShareOfTheAnswersAmongTheFirst() {
        assertThat(new Gains(List.of(0, 4, 1, 0, 2), List.of(1, 1, 2, 4)).recall(100))
                .isEqualTo(0.75);
        List<Integer> late = new ArrayList<>(Collections.nCopies(100, 0));
        late.set(99, 1);
        late.add(1);
        assertThat(new Gains(late, List.of(1, 1)).recall(100)).isEqualTo(0.5);
    }

    @Test
    void theFirstAnswerTellsTheReciprocalRank() {
        assertThat(new Gains(List.of(0, 0, 1, 4), List.of(4, 1)).reciprocalRank(10))
                .isCloseTo(1.0 / 3, within(NEAR));
        List<Integer> late = new ArrayList<>(Collections.nCopies(11, 0));
        late.set(10, 1);
        assertThat(new Gains(late, List.of(1)).reciprocalRank(10)).isZero();
        late.set(9, 1);
        assertThat(new Gains(late, List.of(1)).reciprocalRank(10)).isEqualTo(0.1);
    }

    @Test
    void nothingFoundIsWorthNothing() {
        var gains = new Gains(List.of(), List.of(1));
        assertThat(gains.ndcg(10)).isZero();
        assertThat(gains.recall(100)).isZero();
        assertThat(gains.reciprocalRank(10)).isZero();
    }

    /// The first question finds its one answer at once, the second not among the first ten, but
    /// among the first hundred.
    @Test
    void scoresAreMeansOverQuestions() {
        List<Integer> late = new ArrayList<>(Collections.nCopies(20, 0));
        var none = new Gains(late.subList(0, 10), List.of(1));
        late.set(19, 1);
        Scores mean =
                Scores.mean(
                        List.of(
                                Scores.of(
                                        new Gains(List.of(1), List.of(1)),
                                        new Gains(List.of(1), List.of(1))),
                                Scores.of(none, new Gains(late, List.of(1)))));
        assertThat(mean).isEqualTo(new Scores(0.5, 1, 0.5));
    }
}
