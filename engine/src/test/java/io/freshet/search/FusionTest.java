package io.freshet.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Mode;
import io.freshet.spi.Store.Candidate;
import io.freshet.spi.Store.Candidates;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {
    @Test
    void whatBothListsHoldComesFirst() {
        Candidates found =
                new Candidates(
                        1,
                        List.of(candidate("a", 0.9), candidate("b", 0.8)),
                        List.of(candidate("c", 12), candidate("b", 11)));
        List<Fusion.Fused> fused = Fusion.fuse(found, Mode.HYBRID);
        assertThat(fused).extracting(f -> f.key().hash()).containsExactly("b", "a", "c");
        assertThat(fused.getFirst().vector()).hasValue(0.8);
        assertThat(fused.getFirst().keyword()).hasValue(11);
        assertThat(fused.getFirst().score()).isEqualTo(0.6 / 12 + 0.4 / 12);
    }

    @Test
    void oneListAloneKeepsItsScores() {
        Candidates found = new Candidates(1, List.of(candidate("a", 0.9)), List.of());
        assertThat(Fusion.fuse(found, Mode.VECTOR).getFirst().score()).isEqualTo(0.9);
    }

    @Test
    void equalScoresAreInTheOrderOfTheirKeys() {
        Candidates found =
                new Candidates(1, List.of(candidate("b", 0.5), candidate("a", 0.5)), List.of());
        assertThat(Fusion.fuse(found, Mode.VECTOR))
                .extracting(f -> f.key().hash())
                .containsExactly("a", "b");
    }

    private static Candidate candidate(String hash, double score) {
        return new Candidate(new RowKey(new DocumentId("d"), hash), score);
    }
}
