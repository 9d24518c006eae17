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
import static io.freshet.contract.JournalEvents.named;
import static io.freshet.contract.JournalEvents.postpone;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.refresh;
import static io.freshet.contract.JournalEvents.settle;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.urgent;
import static io.freshet.contract.JournalEvents.versioned;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission.Accepted;
import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Admission.Rejected;
import io.freshet.Change;
import io.freshet.Change.Delete;
import io.freshet.Change.MetadataChange;
import io.freshet.Change.Upsert;
import io.freshet.Content;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.MetadataPatch;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Journal] keeps when it accepts: sequences, folding, source versions. Repeats are
/// told by [JournalRequestContract], what it does with what waits by [JournalWaitingContract].
public abstract class JournalContract {
    private Journal journal;

    /// Opens the journal of this test: empty the first time, later with what was accepted.
    protected abstract Journal open();

    @BeforeEach
    void openJournal() {
        journal = open();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    private void reopen() {
        journal.close();
        journal = open();
    }

    @Test
    void aNewJournalIsEmpty() {
        assertThat(journal.status())
                .isEqualTo(
                        new Journal.Status(
                                0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Optional.empty(), List.of()));
        assertThat(ready(journal)).isEmpty();
        assertThat(journal.trimmed()).isEmpty();
        assertThat(journal.nextRetry(T0)).isEmpty();
        assertThat(journal.waiting(id("a"))).isEmpty();
        assertThat(journal.group(1)).isEmpty();
        assertThat(journal.unsettled(1)).isEmpty();
    }

    @Test
    void eachEventOfEachDocumentTakesTheNextSequence() {
        var first = accept(journal, T0, text("a", "1"), delete("b", "c"));
        var second = accept(journal, T0, versioned(delete("a"), 5), versioned(delete("a"), 4));
        var third = accept(journal, T0, text("d", "1"));

        assertThat(first)
                .isEqualTo(
                        new Accepted(
                                0,
                                3,
                                List.of(
                                        new Entry(id("a"), 1, Fate.WAITING),
                                        new Entry(id("b"), 2, Fate.WAITING),
                                        new Entry(id("c"), 3, Fate.WAITING))));
        assertThat(second.entries())
                .containsExactly(
                        new Entry(id("a"), 4, Fate.WAITING), new Entry(id("a"), 5, Fate.IGNORED));
        assertThat(third.sequence()).isEqualTo(6);
    }

    @Test
    @Tag("I1")
    void aSequenceIsNeverGivenTwice() {
        accept(journal, T0, text("a", "1"), text("b", "2"));
        settle(journal, "a", 1);
        settle(journal, "b", 2);
        reopen();

        assertThat(accept(journal, T0, text("a", "1")).sequence()).isEqualTo(3);
        assertThat(journal.status().sequence()).isEqualTo(3);
    }

    @Test
    @Tag("I1")
    void whatWasAcceptedIsThereAfterOpeningAgain() {
        var patch = new HashMap<String, Object>();
        patch.put("gone", null);
        patch.put("nested", Map.of("n", new BigDecimal("0.10000000000000000001")));
        var upsert =
                new Upsert(
                        Optional.of(new Content(Format.PLAIN, "Straße 𝄞\n".repeat(5000))),
                        new MetadataChange.Merge(MetadataPatch.of(patch)));
        accept(journal, T0, versioned(urgent(event(upsert, "a"), Priority.HIGH), 7));
        accept(journal, T0, delete("b"), refresh("c"), text("d", ""));
        var before = ready(journal);
        var status = journal.status();
        reopen();

        assertThat(ready(journal)).isEqualTo(before);
        assertThat(journal.status()).isEqualTo(status);
        assertThat(before.getFirst())
                .isEqualTo(
                        new Pending(
                                id("a"),
                                upsert,
                                1,
                                Priority.HIGH,
                                OptionalLong.of(7),
                                T0.minusSeconds(60),
                                T0,
                                Instant.EPOCH,
                                0,
                                OptionalLong.empty()));
    }

    @Test
    void theClientsTimeMayBeAnyTime() {
        var first = Instant.parse("0000-01-01T00:00:00Z");
        var last = Instant.parse("9999-12-31T23:59:59.999999999Z");
        for (var time : List.of(first, last)) {
            accept(
                    journal,
                    T0,
                    new IndexEvent(
                            List.of(id(time.toString())),
                            new Delete(),
                            Priority.NORMAL,
                            OptionalLong.empty(),
                            Optional.empty(),
                            time));
        }
        assertThat(ready(journal)).extracting(Pending::timestamp).containsExactly(first, last);
    }

    @Test
    void eachSubmissionIsAcceptedWholeOrNotAtAll() {
        var answers =
                journal.append(
                        List.of(
                                new Submission(List.of(text("a", "1")), false),
                                new Submission(
                                        List.of(
                                                named(versioned(text("b", "1"), 9), "e"),
                                                text("a", "2"),
                                                meta("unknown", "k", 1)),
                                        false),
                                new Submission(List.of(text("c", "1")), false)),
                        T0,
                        _ -> false);

        assertThat(answers).hasSize(3);
        assertThat(((Rejected) answers.get(1)).problem())
                .extracting(Problem::code, Problem::pointer)
                .containsExactly("no_content", Optional.of("/events/2"));
        assertThat(((Accepted) answers.get(2)).sequence()).isEqualTo(2);
        assertThat(ready(journal)).extracting(Pending::document).containsExactly(id("a"), id("c"));
        assertThat(change("a")).isEqualTo(text("a", "1").change());
        assertThat(journal.status().accepted()).isEqualTo(2);

        var again = accept(journal, T0, named(versioned(text("b", "1"), 9), "e"));
        assertThat(again.entries()).containsExactly(new Entry(id("b"), 3, Fate.WAITING));
    }

    @Test
    @Tag("I2")
    void anEventIsFoldedIntoItsDocumentsWaitingRow() {
        accept(journal, T0, urgent(text("a", "1"), Priority.HIGH));
        postpone(journal, "a", 1, after(500));
        accept(journal, after(9), meta("a", "k", 1));

        assertThat(ready(journal))
                .containsExactly(
                        new Pending(
                                id("a"),
                                new Upsert(
                                        content("1"),
                                        new MetadataChange.Replace(Metadata.of(Map.of("k", 1)))),
                                2,
                                Priority.HIGH,
                                OptionalLong.empty(),
                                T0.minusSeconds(60),
                                T0,
                                Instant.EPOCH,
                                0,
                                OptionalLong.empty()));
        assertThat(journal.waiting(id("a"))).containsExactly(2L);
    }

    @Test
    void aFoldedRowIsAsUrgentAsItsMostUrgentEvent() {
        accept(journal, T0, text("a", "1"));
        accept(journal, T0, urgent(text("a", "2"), Priority.CRITICAL));
        accept(journal, T0, text("a", "3"));

        assertThat(ready(journal)).extracting(Pending::priority).containsExactly(Priority.CRITICAL);
    }

    @Test
    void aClockThatWentBackDoesNotMakeARowYounger() {
        accept(journal, after(9), text("a", "1"));
        accept(journal, T0, text("a", "2"));

        assertThat(ready(journal)).extracting(Pending::since).containsExactly(T0);
    }

    @Test
    @Tag("I2")
    void deletesAndTextsAreFoldedInOrder() {
        accept(journal, T0, text("a", "1"), delete("a"));
        accept(journal, T0, delete("b"), text("b", "1"));
        accept(journal, T0, text("c", "1"), refresh("c"));

        assertThat(change("a")).isEqualTo(new Delete());
        assertThat(change("b"))
                .isEqualTo(new Upsert(content("1"), new MetadataChange.Replace(Metadata.NONE)));
        assertThat(change("c")).isEqualTo(text("c", "1").change());
    }

    @Test
    void theSupersededTextIsDropped() {
        accept(journal, T0, text("a", "x".repeat(10_000)));
        assertThat(journal.status().waitingBytes()).isGreaterThanOrEqualTo(10_000);

        accept(journal, T0, text("a", "y"));

        assertThat(journal.status().waitingBytes()).isBetween(1L, 100L);
        assertThat(journal.status().superseded()).isEqualTo(1);
    }

    @Test
    @Tag("I2")
    void membersOfAGroupAreNeverFoldedInEitherDirection() {
        accept(journal, T0, text("a", "1"));
        var group = atomic(journal, T0, text("a", "2"), text("a", "3"), text("b", "1"));
        accept(journal, T0, text("a", "5"));
        accept(journal, T0, text("a", "6"));

        assertThat(journal.waiting(id("a"))).containsExactly(1L, 2L, 3L, 6L);
        assertThat(group.sequence()).isEqualTo(4);
        assertThat(journal.group(4)).extracting(Pending::sequence).containsExactly(2L, 3L, 4L);
        assertThat(journal.group(4)).extracting(Pending::group).containsOnly(OptionalLong.of(4));
        assertThat(journal.status().superseded()).isEqualTo(1);
    }

    @Test
    @Tag("I2")
    void anEventNotAboveTheHighestSourceVersionIsIgnored() {
        accept(journal, T0, versioned(text("a", "5"), 5));

        var late = accept(journal, T0, versioned(delete("a"), 4), versioned(delete("a"), 5));

        assertThat(late.entries()).extracting(Entry::fate).containsOnly(Fate.IGNORED);
        assertThat(change("a")).isEqualTo(text("a", "5").change());
        assertThat(journal.status().ignored()).isEqualTo(2);
        assertThat(journal.status().waiting()).isEqualTo(1);
        assertThat(journal.unsettled(late.sequence())).isEmpty();
    }

    @Test
    @Tag("I2")
    void anEventWithoutSourceVersionIsAppliedAndKeepsTheHighest() {
        accept(journal, T0, versioned(text("a", "5"), 5));
        accept(journal, T0, text("a", "free"));

        assertThat(change("a")).isEqualTo(text("a", "free").change());
        assertThat(ready(journal).getFirst().sourceVersion()).hasValue(5);
        assertThat(accept(journal, T0, versioned(delete("a"), 5)).entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.IGNORED);
    }

    @Test
    @Tag("I2")
    void theHighestSourceVersionIsKeptForEver() {
        accept(journal, T0, versioned(delete("a"), 5));
        atomic(journal, T0, versioned(text("b", "1"), -1));
        settle(journal, "a", 1);
        settle(journal, "b", 2);
        journal.forgetEventIds(after(99));
        reopen();

        assertThat(
                        accept(
                                        journal,
                                        T0,
                                        versioned(text("a", "late"), 5),
                                        versioned(text("b", "late"), -1),
                                        versioned(text("a", "new"), 6))
                                .entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.IGNORED, Fate.IGNORED, Fate.WAITING);
    }

    private Change change(String id) {
        return ready(journal).stream()
                .filter(row -> row.document().equals(id(id)))
                .findFirst()
                .orElseThrow()
                .change();
    }
}
