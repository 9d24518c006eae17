package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.after;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.content;
import static io.freshet.contract.JournalEvents.delete;
import static io.freshet.contract.JournalEvents.event;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.meta;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.refresh;
import static io.freshet.contract.JournalEvents.sequences;
import static io.freshet.contract.JournalEvents.settle;
import static io.freshet.contract.JournalEvents.submit;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.versioned;
import static io.freshet.contract.JournalEvents.withhold;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Change;
import io.freshet.Change.Delete;
import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Passage;
import io.freshet.Pending;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Expected;
import io.freshet.spi.Journal.Expected.Becomes;
import io.freshet.spi.Journal.Parking;
import io.freshet.spi.Journal.Postponement;
import io.freshet.spi.Journal.Unsettled;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Journal] keeps of changes that were tried in vain: nothing of them is lost, nothing
/// waits for them, and the next event of their document comes after them.
public abstract class JournalDeadContract {
    private static final Passage PASSAGE = new Passage(2, 30, 45, 7);

    private Journal journal;

    /// Opens the journal of this test: empty the first time, later with what was accepted.
    protected abstract Journal open();

    @BeforeEach
    void openJournal() {
        journal = open();
    }

    @AfterEach
    void closeJournal() {
        assertThat(journal.status().isBalanced()).as("%s", journal.status()).isTrue();
        journal.close();
    }

    private void reopen() {
        journal.close();
        journal = open();
    }

    private List<DocumentId> park(Object... idsAndSequences) {
        return journal.park(
                IntStream.range(0, idsAndSequences.length / 2)
                        .mapToObj(
                                i ->
                                        new Parking(
                                                id((String) idsAndSequences[2 * i]),
                                                (int) idsAndSequences[2 * i + 1],
                                                5,
                                                after(60),
                                                "refused",
                                                Optional.of(PASSAGE)))
                        .toList());
    }

    private List<DeadLetter> dead() {
        return journal.deadLetters(Optional.empty(), 99);
    }

    @Test
    @Tag("I1")
    void itIsKeptWithItsCauseAndTakesNoPartInWhatWaits() {
        accept(journal, T0, text("a", "one"), text("b", "two"));
        journal.postpone(List.of(new Postponement(id("a"), 1, 1, after(10), after(20), "refused")));

        assertThat(park("a", 1)).containsExactly(id("a"));
        reopen();

        var expected =
                new DeadLetter(
                        id("a"),
                        1,
                        OptionalLong.empty(),
                        T0,
                        5,
                        after(10),
                        after(60),
                        "refused",
                        Optional.of(PASSAGE));
        assertThat(dead()).containsExactly(expected);
        assertThat(journal.deadLetter(id("a"))).contains(expected);
        assertThat(journal.deadLetter(id("b"))).isEmpty();
        assertThat(sequences(ready(journal))).containsExactly(2L);
        assertThat(journal.waiting(id("a"))).isEmpty();
        assertThat(journal.nextRetry(T0)).isEmpty();
        var status = journal.status();
        assertThat(status.dead()).isEqualTo(1);
        assertThat(status.waiting()).isEqualTo(1);
        assertThat(status.waitingDocuments()).isEqualTo(1);
        assertThat(status.waitingBytes()).isEqualTo(3);
        assertThat(status.failing()).isEmpty();
    }

    @Test
    void theyAreListedByDocumentAfterAKey() {
        accept(journal, T0, text("c", "1"), text("a", "1"), text("b", "1"));
        park("c", 1, "a", 2, "b", 3);

        assertThat(journal.deadLetters(Optional.empty(), 2))
                .extracting(DeadLetter::document)
                .containsExactly(id("a"), id("b"));
        assertThat(journal.deadLetters(Optional.of(id("b")), 2))
                .extracting(DeadLetter::document)
                .containsExactly(id("c"));
    }

    @Test
    void aRowThatIsSupersededOrSettledIsNotParked() {
        accept(journal, T0, text("a", "1"), text("b", "1"));
        accept(journal, T0, text("a", "2"));
        settle(journal, "b", 2);

        assertThat(park("a", 1, "b", 2)).isEmpty();

        assertThat(dead()).isEmpty();
        assertThat(sequences(ready(journal))).containsExactly(3L);
    }

    @Test
    @Tag("I2")
    void aLaterEventComesAfterIt() {
        var metadata = new MetadataChange.Replace(Metadata.of(Map.of("k", "v")));
        accept(journal, T0, event(new Upsert(content("bad"), metadata), "a"));
        park("a", 1);

        accept(journal, after(90), text("a", "good"));

        assertThat(dead()).isEmpty();
        var row = ready(journal).getFirst();
        assertThat(row.change()).isEqualTo(new Upsert(content("good"), metadata));
        assertThat(row.sequence()).isEqualTo(2);
        assertThat(row.attempts()).isZero();
        assertThat(row.since()).isEqualTo(after(90));
        assertThat(journal.status().superseded()).isEqualTo(1);
        settle(journal, "a", 2);
        assertThat(journal.status().applied()).isEqualTo(1);
        assertThat(journal.unsettled(1)).isEmpty();
    }

    @Test
    @Tag("I2")
    void anEventWithoutTextTakesItsTextUp() {
        accept(journal, T0, text("a", "text"), text("b", "text"));
        park("a", 1, "b", 2);

        accept(journal, T0, refresh("a"), meta("b", "k", "v"));

        assertThat(ready(journal))
                .extracting(Pending::change)
                .extracting(change -> ((Upsert) change).content())
                .containsExactly(content("text"), content("text"));
        assertThat(journal.status().dead()).isZero();
    }

    @Test
    void aDeleteClearsIt() {
        accept(journal, T0, text("a", "text"));
        park("a", 1);

        accept(journal, T0, delete("a"));

        assertThat(dead()).isEmpty();
        assertThat(ready(journal)).extracting(Pending::change).containsExactly(new Delete());
    }

    @Test
    @Tag("I2")
    void anOlderSourceVersionLeavesItAndANewerOneDoesNot() {
        accept(journal, T0, versioned(text("a", "five"), 5));
        park("a", 1);

        var older = accept(journal, T0, versioned(text("a", "four"), 4));

        assertThat(older.entries()).extracting(Entry::fate).containsExactly(Fate.IGNORED);
        assertThat(dead()).extracting(DeadLetter::sequence).containsExactly(1L);
        accept(journal, T0, versioned(text("a", "six"), 6));
        assertThat(dead()).isEmpty();
    }

    @Test
    @Tag("I2")
    void aRowThatWaitedBehindItTakesItUp() {
        var metadata = new MetadataChange.Replace(Metadata.of(Map.of("k", "v")));
        atomic(journal, T0, event(new Upsert(content("bad"), metadata), "a"), text("b", "bad"));
        accept(journal, T0, text("a", "good"));

        assertThat(park("a", 1, "b", 2)).containsExactly(id("b"));

        assertThat(dead()).extracting(DeadLetter::document).containsExactly(id("b"));
        assertThat(ready(journal))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.sequence()).isEqualTo(3);
                            assertThat(row.change())
                                    .isEqualTo(new Upsert(content("good"), metadata));
                        });
        assertThat(journal.status().waitingBytes()).isEqualTo(4);
        assertThat(journal.status().waitingDocuments()).isEqualTo(1);
    }

    @Test
    void severalEventsOfADocumentInAGroupAreOneDeadLetter() {
        atomic(journal, T0, text("a", "text"), meta("a", "k", "v"), text("b", "b"));

        assertThat(park("a", 2, "b", 3)).containsExactly(id("a"), id("b"));

        assertThat(dead()).extracting(DeadLetter::sequence).containsExactly(2L, 3L);
        assertThat(journal.status().superseded()).isEqualTo(1);
        assertThat(journal.status().waitingBytes()).isZero();
        journal.retry(List.of(id("a")), T0);
        Change change = journal.group(3).getFirst().change();
        assertThat(((Upsert) change).content()).isEqualTo(content("text"));
        assertThat(journal.status().waitingBytes()).isEqualTo(5);
    }

    @Test
    @Tag("I2")
    void aRetriedOneWaitsAtItsOldPlaceAsIfItWereNew() {
        accept(journal, T0, text("a", "text"));
        accept(journal, T0, text("b", "text"));
        park("a", 1);

        assertThat(journal.retry(List.of(id("a"), id("b"), id("z")), after(100)))
                .containsExactly(id("a"));
        reopen();

        assertThat(dead()).isEmpty();
        var row = ready(journal).getLast();
        assertThat(row.sequence()).isEqualTo(1);
        assertThat(row.attempts()).isZero();
        assertThat(row.since()).isEqualTo(after(100));
        assertThat(row.change()).isEqualTo(text("a", "text").change());
        assertThat(journal.status().failing()).isEmpty();
        assertThat(journal.status().waitingBytes()).isEqualTo(8);
        accept(journal, T0, text("a", "later"));
        assertThat(journal.waiting(id("a"))).containsExactly(3L);
    }

    @Test
    void aGroupIsRetriedAndDiscardedWhole() {
        atomic(journal, T0, text("a", "1"), text("b", "1"));
        atomic(journal, T0, text("c", "1"), text("d", "1"));
        park("a", 1, "b", 2, "c", 3, "d", 4);

        assertThat(journal.retry(List.of(id("b")), T0)).containsExactly(id("a"), id("b"));
        assertThat(journal.discard(List.of(id("d"), id("c")))).containsExactly(id("c"), id("d"));

        assertThat(sequences(journal.group(2))).containsExactly(1L, 2L);
        assertThat(dead()).isEmpty();
        assertThat(journal.status().discarded()).isEqualTo(2);
    }

    @Test
    void aMemberThatALaterEventTookUpIsNotRetriedWithItsGroup() {
        atomic(journal, T0, text("a", "1"), text("b", "1"));
        park("a", 1, "b", 2);
        accept(journal, T0, text("a", "2"));

        assertThat(journal.retry(List.of(id("b")), T0)).containsExactly(id("b"));

        assertThat(sequences(journal.group(2))).containsExactly(2L);
    }

    @Test
    @Tag("I2")
    void aDiscardedOneIsGoneAndItsSourceVersionStays() {
        accept(journal, T0, versioned(text("a", "old"), 4));
        accept(journal, T0, versioned(text("a", "five"), 5));
        park("a", 2);

        assertThat(journal.discard(List.of(id("a")))).containsExactly(id("a"));
        reopen();

        assertThat(dead()).isEmpty();
        assertThat(journal.unsettled(1)).isEmpty();
        assertThat(journal.unsettled(2)).isEmpty();
        var status = journal.status();
        assertThat(status.discarded()).isEqualTo(1);
        assertThat(status.superseded()).isEqualTo(1);
        var same = accept(journal, T0, versioned(text("a", "again"), 5));
        assertThat(same.entries()).extracting(Entry::fate).containsExactly(Fate.IGNORED);
    }

    @Test
    void itsRequestIsNotSettledAndSaysWhy() {
        accept(journal, T0, text("a", "1"));
        accept(journal, T0, text("a", "2"), text("b", "2"));
        park("a", 2);

        var refused = Optional.of("refused");
        assertThat(journal.unsettled(1)).containsExactly(new Unsettled(id("a"), 1, refused, true));
        assertThat(journal.unsettled(3))
                .containsExactly(
                        new Unsettled(id("a"), 2, refused, true),
                        new Unsettled(id("b"), 3, Optional.empty(), false));
        accept(journal, T0, text("a", "3"));
        assertThat(journal.unsettled(1))
                .containsExactly(new Unsettled(id("a"), 1, Optional.empty(), false));
    }

    @Test
    void whatItSaysIsExpectedOfItsDocument() {
        atomic(journal, T0, text("a", "1"), delete("b"));
        park("a", 1, "b", 2);

        assertThat(journal.expected("", Optional.empty(), 9))
                .containsExactly(
                        new Expected(id("a"), Becomes.THERE, 1),
                        new Expected(id("b"), Becomes.GONE, 2));
        var patch = accept(journal, T0, meta("a", "k", "v"));
        assertThat(patch.entries()).extracting(Entry::fate).containsExactly(Fate.WAITING);
    }

    @Test
    void aWithheldDeleteLeavesItAndClearsItWhenReleased() {
        accept(journal, T0, text("a", "1"));
        park("a", 1);
        submit(journal, T0, withhold("root", "a"));

        assertThat(dead()).hasSize(1);
        assertThat(journal.release(List.of(id("a")), T0)).containsExactly(id("a"));

        assertThat(dead()).isEmpty();
        assertThat(ready(journal)).extracting(Pending::change).containsExactly(new Delete());
    }
}
