package io.freshet.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Base;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Chunk;
import io.freshet.Chunking;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.sim.LineExtractor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final DocumentId DOCUMENT = new DocumentId("guide.md");
    private static final String INTRO = "intro ".repeat(250);
    private static final String LIMITS = "limits ".repeat(250);
    private static final String RAISED = "raised ".repeat(250);
    private final Planner planner = new Planner(new LineExtractor()::extract, Chunking.DEFAULT);

    @Test
    void anEditReplacesOnlyTheChunkItTouched() {
        Committed before = committed(INTRO + "\n" + LIMITS);
        DocumentChange change = changed(upsert(INTRO + "\n" + RAISED), before);
        assertThat(change.type()).isEqualTo(EventType.UPDATE);
        assertThat(change.added()).extracting(Chunk::text).containsExactly(RAISED.strip());
        assertThat(change.removed()).hasSize(1);
        assertThat(change.kept()).isEqualTo(1);
    }

    @Test
    void aParagraphThatMovedIsKept() {
        Committed before = committed(INTRO + "\n" + LIMITS);
        DocumentChange change = changed(upsert(LIMITS + "\n" + INTRO), before);
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).isEmpty();
        assertThat(change.kept()).isEqualTo(2);
    }

    @Test
    void newMetadataEmbedsNothing() {
        Committed before = committed(INTRO);
        Change change =
                new Change.Upsert(Optional.empty(), new MetadataChange.Replace(team("billing")));
        DocumentChange planned = changed(change, before);
        assertThat(planned.added()).isEmpty();
        assertThat(planned.after().orElseThrow().metadata()).isEqualTo(team("billing"));
        assertThat(planned.after().orElseThrow().content()).isEqualTo(before.content());
    }

    @Test
    void theSameAgainChangesNothing() {
        assertThat(plan(upsert(INTRO), Optional.of(committed(INTRO))))
                .isInstanceOf(Planner.Plan.Unchanged.class);
        assertThat(plan(new Change.Refresh(), Optional.of(committed(INTRO))))
                .isInstanceOf(Planner.Plan.Unchanged.class);
        assertThat(plan(new Change.Delete(), Optional.empty()))
                .isInstanceOf(Planner.Plan.Unchanged.class);
    }

    @Test
    @Tag("I2")
    void whatAnEarlierCommitSettledIsNotDoneAgain() {
        Base base = new Base(DOCUMENT, 3, 7, Optional.of(committed(LIMITS)));
        assertThat(planner.plan(pending(upsert(INTRO), 7), base))
                .isInstanceOf(Planner.Plan.Settled.class);
    }

    @Test
    void anEmptyTextHasNoChunksAndRemovesTheOldOnes() {
        DocumentChange change = changed(upsert("\n\n"), committed(INTRO));
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).hasSize(1);
        assertThat(change.after().orElseThrow().placements()).isEmpty();
    }

    @Test
    void aDeleteRemovesEveryChunkOnce() {
        Committed before = committed(INTRO + "\n" + LIMITS + "\n" + INTRO);
        DocumentChange change = changed(new Change.Delete(), before);
        assertThat(change.type()).isEqualTo(EventType.DELETE);
        assertThat(change.removed()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    @Tag("I8")
    void whatIsDeletedOrUnchangedHoldsNoOldText() {
        Committed before = committed(INTRO);
        var unchanged = (Planner.Plan.Unchanged) plan(upsert(INTRO), Optional.of(before));
        assertThat(changed(new Change.Delete(), before).base().committed())
                .hasValueSatisfying(PlannerTest::hasNoText);
        assertThat(unchanged.unchanged().base().committed())
                .hasValueSatisfying(PlannerTest::hasNoText);
    }

    private static void hasNoText(Committed committed) {
        assertThat(committed.content().text()).isEmpty();
        assertThat(committed.placements()).isNotEmpty();
    }

    @Test
    @Tag("I4")
    void anEditedDocumentIsWhatAFreshOneWouldBe() {
        DocumentChange edited = changed(upsert(LIMITS + "\n" + RAISED), committed(INTRO));
        Planner.Plan fresh = plan(upsert(LIMITS + "\n" + RAISED), Optional.empty());
        assertThat(((Planner.Plan.Changed) fresh).change().after()).isEqualTo(edited.after());
    }

    private DocumentChange changed(Change change, Committed before) {
        return ((Planner.Plan.Changed) plan(change, Optional.of(before))).change();
    }

    private Planner.Plan plan(Change change, Optional<Committed> before) {
        return planner.plan(
                pending(change, 9), new Base(DOCUMENT, before.isPresent() ? 3 : 0, 5, before));
    }

    private Committed committed(String text) {
        Planner.Plan plan = planner.plan(pending(upsert(text), 1), Base.none(DOCUMENT));
        DocumentChange.Body body = ((Planner.Plan.Changed) plan).change().after().orElseThrow();
        return new Committed(
                DOCUMENT,
                3,
                body.content(),
                body.metadata(),
                body.given(),
                body.placements(),
                Instant.EPOCH);
    }

    private static Change upsert(String text) {
        return new Change.Upsert(
                Optional.of(new Content(Format.PLAIN, text)),
                new MetadataChange.Replace(Metadata.NONE));
    }

    private static Metadata team(String name) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("team", name);
        return Metadata.of(tree);
    }

    private static Pending pending(Change change, long sequence) {
        return new Pending(
                DOCUMENT,
                change,
                sequence,
                Priority.NORMAL,
                OptionalLong.empty(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                OptionalLong.empty());
    }
}
