package io.freshet.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.DocumentId;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Mode;
import io.freshet.SearchSettings;
import io.freshet.SearchSettings.Method;
import io.freshet.spi.Store.Candidate;
import io.freshet.spi.Store.Candidates;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final SearchSettings.Fusion RRF = new SearchSettings.Fusion(Method.RRF, 10, 0.6);

    @Test
    void whatBothListsHoldComesFirst() {
        Candidates found =
                new Candidates(
                        1,
                        List.of(candidate("a", 0.9), candidate("b", 0.8)),
                        List.of(candidate("c", 12), candidate("b", 11)));
        List<Fusion.Fused> fused = Fusion.fuse(found, Mode.HYBRID, RRF);
        assertThat(fused).extracting(f -> f.key().hash()).containsExactly("b", "a", "c");
        assertThat(fused.getFirst().vector()).hasValue(0.8);
        assertThat(fused.getFirst().keyword()).hasValue(11);
        assertThat(fused.getFirst().score()).isCloseTo(0.6 / 12 + 0.4 / 12, within(1e-12));
    }

    @Test
    void theRankOfEachListCountsByItsWeight() {
        Candidates found =
                new Candidates(1, List.of(candidate("a", 0.9)), List.of(candidate("b", 3)));
        List<Fusion.Fused> fused =
                Fusion.fuse(found, Mode.HYBRID, new SearchSettings.Fusion(Method.RRF, 60, 0.25));
        assertThat(fused).extracting(f -> f.key().hash()).containsExactly("b", "a");
        assertThat(fused.getFirst().score()).isCloseTo(0.75 / 61, within(1e-12));
        assertThat(fused.getLast().score()).isCloseTo(0.25 / 61, within(1e-12));
    }

    @Test
    void aWeightedSumMeasuresAScoreWithinItsList() {
        Candidates found =
                new Candidates(
                        1,
                        List.of(candidate("a", 0.9), candidate("b", 0.7), candidate("c", 0.5)),
                        List.of(candidate("c", 8), candidate("b", 6), candidate("d", 4)));
        List<Fusion.Fused> fused =
                Fusion.fuse(
                        found,
                        Mode.HYBRID,
                        new SearchSettings.Fusion(Method.WEIGHTED_SUM, 10, 0.6));
        assertThat(fused).extracting(f -> f.key().hash()).containsExactly("a", "b", "c", "d");
        assertThat(fused)
                .extracting(Fusion.Fused::score)
                .usingComparatorForType(
                        (one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1, Double.class)
                .containsExactly(0.6, 0.5, 0.4, 0.0);
    }

    @Test
    void aListOfOneOrOfEqualScoresCountsInFull() {
        Candidates found =
                new Candidates(1, List.of(candidate("a", 0.1)), List.of(candidate("b", 3)));
        List<Fusion.Fused> fused =
                Fusion.fuse(
                        found,
                        Mode.HYBRID,
                        new SearchSettings.Fusion(Method.WEIGHTED_SUM, 10, 0.6));
        assertThat(fused).extracting(f -> f.key().hash()).containsExactly("a", "b");
        assertThat(fused.getFirst().score()).isEqualTo(0.6);
    }

    @Test
    void oneListAloneKeepsItsScores() {
        Candidates found = new Candidates(1, List.of(candidate("a", 0.9)), List.of());
        assertThat(Fusion.fuse(found, Mode.VECTOR, RRF).getFirst().score()).isEqualTo(0.9);
    }

    @Test
    void equalScoresAreInTheOrderOfTheirKeys() {
        Candidates found =
                new Candidates(1, List.of(candidate("b", 0.5), candidate("a", 0.5)), List.of());
        assertThat(Fusion.fuse(found, Mode.VECTOR, RRF))
                .extracting(f -> f.key().hash())
                .containsExactly("a", "b");
    }

    private static Candidate candidate(String hash, double score) {
        return new Candidate(new RowKey(new DocumentId("d"), hash), score);
    }
}
