package io.freshet.benchmarks.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Placement;
import io.freshet.RowKey;
import io.freshet.benchmarks.quality.TestSet.Judgement;
import io.freshet.benchmarks.quality.TestSet.Question;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Judge JUDGE =
            new Judge(
                    Map.of(
                            "a", List.of(chunk("a1", 0, 100), chunk("a2", 100, 200)),
                            "b", List.of(chunk("b1", 0, 400), chunk("b2", 400, 500))));

    @Test
    void aDocumentStandsWhereItsBestChunkDoes() {
        var question = new Question("q", "?", Judgement.Documents.of(Map.of("a", 2, "c", 3)));

        Gains gains =
                JUDGE.gains(question, List.of(key("b", "b1"), key("a", "a2"), key("a", "a1")));

        assertThat(gains).isEqualTo(new Gains(List.of(0, 2), List.of(3, 2)));
    }

    @Test
    void aSectionIsFoundByAChunkOfWhichHalfLiesInIt() {
        var question = new Question("q", "?", new Judgement.Section("a", 40, 160));

        assertThat(found(question, key("a", "a1"))).containsExactly(1);
        assertThat(found(question, key("b", "b1"))).containsExactly(0);
    }

    @Test
    void aSectionIsFoundByAChunkThatHoldsHalfOfIt() {
        var question = new Question("q", "?", new Judgement.Section("b", 390, 410));

        assertThat(found(question, key("b", "b1"), key("b", "b2"))).containsExactly(1);
    }

    @Test
    void aSectionIsNotFoundByAChunkThatOnlyTouchesIt() {
        var question = new Question("q", "?", new Judgement.Section("a", 0, 130));

        assertThat(found(question, key("a", "a2"), key("a", "a1"))).containsExactly(0, 1);
    }

    @Test
    void aSecondPieceOfTheSectionTakesNoPlace() {
        var question = new Question("q", "?", new Judgement.Section("a", 0, 200));

        assertThat(found(question, key("a", "a2"), key("a", "a1"), key("b", "b1")))
                .containsExactly(1, 0);
    }

    private static List<Integer> found(Question question, RowKey... chunks) {
        return JUDGE.gains(question, List.of(chunks)).found();
    }

    private static Placement chunk(String hash, int start, int end) {
        return new Placement(hash, start, end, 10, List.of());
    }

    private static RowKey key(String document, String hash) {
        return new RowKey(new DocumentId(document), hash);
    }
}
