package io.freshet.engine;

import static io.freshet.engine.SimCollection.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Admission.Accepted;
import io.freshet.Admission.Rejected;
import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import io.freshet.Version;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a sweep deletes, and how it becomes visible.
class SweepTest {
    private final SimCollection collection = new SimCollection(new CountingEmbedder(), 1);

    private static Submission sweep(Selection selection, long expect, IndexEvent... events) {
        OptionalLong max = expect < 0 ? OptionalLong.empty() : OptionalLong.of(expect);
        return new Submission(
                List.of(events),
                Mode.ATOMIC,
                Optional.of(new Sweep(selection, max, Priority.NORMAL, Instant.EPOCH)),
                Optional.empty());
    }

    private static Submission replace(String prefix, IndexEvent... events) {
        return sweep(new Selection.Prefix(prefix), -1, events);
    }

    private static Submission delete(String prefix) {
        return sweep(new Selection.Prefix(prefix), -1);
    }

    private Accepted accepted(Ticket<Admission> answer) throws Exception {
        return (Accepted) answer.result();
    }

    @Test
    void aReplacementIsOneVersionWithACauseOfItsOwn() throws Exception {
        collection.offer(List.of(upsert("a/1", "one"), upsert("a/2", "two"), upsert("b", "three")));
        collection.settle();
        long before = collection.version();

        var answer =
                collection.offer(replace("a/", upsert("a/1", "changed"), upsert("a/3", "new")));
        collection.offer(List.of(upsert("c", "beside it")));
        collection.settle();

        assertThat(accepted(answer).entries()).hasSize(3);
        assertThat(collection.documents()).containsExactly("a/1", "a/3", "b", "c");
        assertThat(collection.version()).isEqualTo(before + 2);
        var version = collection.versions().get(1);
        assertThat(version.cause()).isEqualTo(Cause.REPLACE);
        assertThat(version.documents()).isEqualTo(new Version.Documents(1, 1, 1));
        assertThat(collection.lastVersion().cause()).isEqualTo(Cause.EVENTS);
    }

    @Test
    @Tag("I3")
    void aSearchSeesWhatWasReplacedOrWhatReplacedIt() {
        collection.offer(List.of(upsert("a/1", "word old"), upsert("a/2", "word older")));
        collection.settle();

        collection.offer(replace("a/", upsert("a/3", "word new"), upsert("a/4", "word newer")));

        List<List<String>> seen = new ArrayList<>();
        do {
            seen.add(collection.find("word").stream().sorted().toList());
        } while (collection.turn());
        assertThat(seen.stream().distinct())
                .containsExactly(List.of("a/1", "a/2"), List.of("a/3", "a/4"));
    }

    @Test
    void whatIsAcceptedBeforeASweepIsSweptAndWhatComesAfterIsNot() {
        collection.put("a/1", "one");
        collection.offer(List.of(upsert("a/2", "two")));
        collection.offer(delete("a/"));
        collection.offer(List.of(upsert("a/3", "three"), upsert("a/1", "back")));
        collection.settle();

        assertThat(collection.documents()).containsExactly("a/1", "a/3");
        assertThat(collection.find("one")).isEmpty();
    }

    @Test
    void aSweepTakesDocumentsThatAreInWork() {
        collection.put("a/0", "zero");
        collection.offer(List.of(upsert("a/1", "one"), upsert("a/2", "two")));
        for (int i = 0; i < 4; i++) {
            collection.turn();
        }
        collection.offer(delete("a/"));
        collection.settle();

        assertThat(collection.documents()).isEmpty();
        assertThat(collection.journal().waiting()).isZero();
    }

    @Test
    void whatIsBeingDeletedIsNotCounted() throws Exception {
        collection.put("a/1", "one");
        collection.put("a/2", "two");
        collection.offer(List.of(event("a/1", new Change.Delete())));

        var answer = collection.offer(sweep(new Selection.Prefix("a/"), 1));
        collection.settle();

        assertThat(accepted(answer).entries()).hasSize(1);
        assertThat(collection.documents()).isEmpty();
    }

    @Test
    void whereMoreMatchThanExpectedNothingIsDeleted() throws Exception {
        collection.offer(List.of(upsert("a/1", "one"), upsert("a/2", "two"), upsert("a/3", "x")));

        var answer = collection.offer(sweep(new Selection.Prefix("a/"), 1, upsert("a/3", "new")));
        collection.settle();

        var problem = ((Rejected) answer.result()).problem();
        assertThat(problem.code()).isEqualTo("expect_exceeded");
        assertThat(problem.counts()).containsEntry("matched", 2L);
        assertThat(collection.documents()).containsExactly("a/1", "a/2", "a/3");
        assertThat(collection.find("new")).isEmpty();
    }

    @Test
    void namedDocumentsThatAreNotThereAreNotCounted() throws Exception {
        collection.put("a", "one");
        var selection =
                new Selection.Documents(
                        List.of(new DocumentId("a"), new DocumentId("z"), new DocumentId("a")));

        var answer = collection.offer(sweep(selection, 1));
        collection.settle();

        assertThat(accepted(answer).entries()).hasSize(1);
        assertThat(collection.documents()).isEmpty();
    }

    @Test
    void whatMatchesAFilterIsDeleted() {
        collection.put("a", "one");
        collection.put("b", "two");
        Filter never = new Filter.Exists("team");

        collection.offer(sweep(new Selection.Matching(never), -1));
        collection.settle();
        assertThat(collection.documents()).containsExactly("a", "b");

        collection.offer(sweep(new Selection.Matching(new Filter.Not(never)), -1));
        collection.settle();
        assertThat(collection.documents()).isEmpty();
    }

    @Test
    void moreThanAVersionMayHoldIsRefused() throws Exception {
        List<DocumentId> many = new ArrayList<>();
        for (int i = 0; i < 10_001; i++) {
            many.add(new DocumentId("many/" + i));
        }
        collection.offer(
                List.of(
                        new IndexEvent(
                                many,
                                upsert("x", "").change(),
                                Priority.NORMAL,
                                OptionalLong.empty(),
                                Optional.empty(),
                                Instant.EPOCH)));

        var answer = collection.offer(delete("many/"));
        while (!answer.isDone()) {
            collection.turn();
        }

        var problem = ((Rejected) answer.result()).problem();
        assertThat(problem.code()).isEqualTo("too_large");
        assertThat(problem.counts()).containsEntry("matched", 10_001L);
    }

    @Test
    void aReleasedDeleteHappensWithoutAnotherEvent() {
        collection.put("a", "one");
        collection.offer(
                new Submission(
                        List.of(event("a", new Change.Delete())),
                        Mode.WITHHELD,
                        Optional.empty(),
                        Optional.of(new SourceProgress("folder", "r", List.of(), List.of()))));
        collection.settle();
        assertThat(collection.documents()).containsExactly("a");
        assertThat(collection.journal().withheld()).isEqualTo(1);

        collection.release("a");
        collection.settle();

        assertThat(collection.documents()).isEmpty();
        assertThat(collection.journal().withheld()).isZero();
    }

    private static IndexEvent event(String id, Change change) {
        return new IndexEvent(
                List.of(new DocumentId(id)),
                change,
                Priority.NORMAL,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
