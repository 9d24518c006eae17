package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.after;
import static io.freshet.contract.JournalEvents.afterHours;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.delete;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.meta;
import static io.freshet.contract.JournalEvents.page;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.refresh;
import static io.freshet.contract.JournalEvents.sequences;
import static io.freshet.contract.JournalEvents.settle;
import static io.freshet.contract.JournalEvents.submit;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.urgent;
import static io.freshet.contract.JournalEvents.versioned;
import static io.freshet.contract.JournalEvents.withhold;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission.Accepted;
import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Admission.Rejected;
import io.freshet.Change.Delete;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.SourceItem;
import io.freshet.SourceProgress;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Withheld;
import io.freshet.spi.Journal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Journal] keeps for a source: what it has come to know, and the deletes that are too
/// many to be believed.
public abstract class JournalSourceContract {
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

    private Accepted accepted(Submission submission) {
        return (Accepted) submit(journal, T0, submission);
    }

    private List<Withheld> withheld() {
        return journal.withheld(Optional.empty(), 1000);
    }

    @Test
    void aWithheldDeleteIsAcceptedAndWaitsForNobody() {
        var answer = accepted(withhold("dev 1", "b", "a"));
        reopen();

        assertThat(answer.entries())
                .containsExactly(
                        new Entry(id("b"), 1, Fate.WITHHELD), new Entry(id("a"), 2, Fate.WITHHELD));
        assertThat(ready(journal)).isEmpty();
        assertThat(journal.waiting(id("a"))).isEmpty();
        assertThat(withheld())
                .containsExactly(
                        new Withheld(id("a"), 2, T0, "folder", "dev 1"),
                        new Withheld(id("b"), 1, T0, "folder", "dev 1"));
        var status = journal.status();
        assertThat(status.accepted()).isEqualTo(2);
        assertThat(status.withheld()).isEqualTo(2);
        assertThat(status.waiting()).isZero();
        assertThat(status.waitingDocuments()).isZero();
        assertThat(status.oldestSince()).isEmpty();
    }

    @Test
    void withheldDeletesAreListedByDocumentAfterAKey() {
        accepted(withhold("r", "c", "a", "b", "d"));

        assertThat(journal.withheld(Optional.of(id("a")), 2))
                .extracting(Withheld::document)
                .containsExactly(id("b"), id("c"));
        assertThat(journal.withheld(Optional.of(id("d")), 2)).isEmpty();
    }

    @Test
    void aWithheldDeleteIsNotSettled() {
        var answer = accepted(withhold("r", "a", "b"));

        assertThat(journal.unsettled(answer.sequence()))
                .containsExactly(
                        new Journal.Unsettled(id("a"), 1, Optional.empty(), false),
                        new Journal.Unsettled(id("b"), 2, Optional.empty(), false));
        journal.release(List.of(id("a"), id("b")), after(1));
        assertThat(journal.unsettled(answer.sequence())).hasSize(2);
        settle(journal, "a", 1);
        settle(journal, "b", 2);
        assertThat(journal.unsettled(answer.sequence())).isEmpty();
    }

    @Test
    @Tag("I2")
    void anyLaterEventTakesThePlaceOfAWithheldDelete() {
        accepted(withhold("r", "text", "meta", "delete", "refresh", "group"));

        accept(journal, T0, text("text", "1"), delete("delete"), refresh("refresh"));
        journal.append(List.of(one(meta("meta", "k", 1))), T0, _ -> true);
        atomic(journal, T0, text("group", "1"), text("other", "1"));

        assertThat(withheld()).isEmpty();
        assertThat(sequences(ready(journal))).containsExactly(6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(journal.status().superseded()).isEqualTo(5);
        assertThat(journal.status().withheld()).isZero();
        settle(journal, "text", 6);
        assertThat(journal.status().superseded()).isEqualTo(5);
        assertThat(journal.status().applied()).isEqualTo(1);
    }

    @Test
    void anIgnoredEventLeavesAWithheldDelete() {
        accept(journal, T0, versioned(text("a", "5"), 5));
        accepted(withhold("r", "a"));

        accept(journal, T0, versioned(text("a", "4"), 4));

        assertThat(withheld()).extracting(Withheld::sequence).containsExactly(2L);
    }

    @Test
    void aRejectedRequestLeavesAWithheldDelete() {
        accepted(withhold("r", "a"));

        var answer =
                submit(
                        journal,
                        T0,
                        new Submission(List.of(text("a", "1"), meta("b", "k", 1)), false));

        assertThat(answer).isInstanceOf(Rejected.class);
        assertThat(withheld()).hasSize(1);
    }

    @Test
    void anEventWithoutTextKeepsTheTextOfACommittedDocumentWhoseDeleteIsWithheld() {
        accepted(withhold("r", "a"));

        var answers = journal.append(List.of(one(meta("a", "k", 1))), T0, _ -> true);

        assertThat(answers).hasOnlyElementsOfType(Accepted.class);
        assertThat(ready(journal).getFirst().change()).isEqualTo(meta("a", "k", 1).change());
    }

    @Test
    void aNewerWithheldDeleteTakesThePlaceOfTheOlder() {
        accepted(withhold("first", "a"));
        journal.append(List.of(withhold("second", "a")), after(60), _ -> false);

        assertThat(withheld())
                .containsExactly(new Withheld(id("a"), 2, after(60), "folder", "second"));
        assertThat(journal.status().superseded()).isEqualTo(1);
    }

    @Test
    void aWithheldDeleteLeavesWhatWaitsAsItIs() {
        accept(journal, T0, text("a", "1"));
        accepted(withhold("r", "a"));

        assertThat(sequences(ready(journal))).containsExactly(1L);
        settle(journal, "a", 1);
        assertThat(withheld()).hasSize(1);
        assertThat(journal.status().applied()).isEqualTo(1);
    }

    @Test
    void aReleasedDeleteWaitsFromThenOn() {
        var urgent =
                new Submission(
                        List.of(versioned(urgent(delete("a"), Priority.HIGH), 7)),
                        Mode.WITHHELD,
                        Optional.empty(),
                        withhold("r", "a").progress());
        accepted(urgent);

        assertThat(journal.release(List.of(id("b"), id("a"), id("a")), after(60)))
                .containsExactly(id("a"));
        reopen();

        assertThat(withheld()).isEmpty();
        assertThat(journal.status().withheld()).isZero();
        var row = ready(journal).getFirst();
        assertThat(row.sequence()).isEqualTo(1);
        assertThat(row.change()).isEqualTo(new Delete());
        assertThat(row.since()).isEqualTo(after(60));
        assertThat(row.priority()).isEqualTo(Priority.HIGH);
        assertThat(row.sourceVersion()).hasValue(7);
        assertThat(journal.release(List.of(id("a")), after(61))).isEmpty();
    }

    @Test
    @Tag("I2")
    void aReleasedDeleteIsFoldedIntoWhatWaits() {
        accept(journal, T0, text("a", "1"));
        atomic(journal, T0, text("b", "1"));
        accepted(withhold("r", "a", "b"));

        journal.release(List.of(id("a"), id("b")), after(60));

        assertThat(journal.waiting(id("a"))).containsExactly(3L);
        assertThat(journal.waiting(id("b"))).containsExactly(2L, 4L);
        var row = ready(journal).getLast();
        assertThat(row.change()).isEqualTo(new Delete());
        assertThat(row.since()).isEqualTo(T0);
        assertThat(journal.status().superseded()).isEqualTo(1);
        assertThat(journal.status().waiting()).isEqualTo(3);
        assertThat(journal.status().waitingBytes()).isEqualTo(1);
    }

    @Test
    void aReleasedDeleteLendsItsPriority() {
        atomic(journal, T0, text("a", "1"), text("b", "1"));
        accepted(
                new Submission(
                        List.of(urgent(delete("a"), Priority.CRITICAL)),
                        Mode.WITHHELD,
                        Optional.empty(),
                        withhold("r", "a").progress()));

        journal.release(List.of(id("a")), after(1));

        var critical = page(Priority.CRITICAL, afterHours(9), afterHours(9));
        assertThat(journal.ready(critical))
                .extracting(Pending::document)
                .containsExactly(id("a"), id("b"));
    }

    @Test
    void whatASourceHasSeenIsStoredWithItsEvents() {
        tell(item("b", "1"), item("a", "1"));
        tell(item("b", "2"));
        reopen();

        assertThat(journal.items("folder", Optional.empty(), 10))
                .containsExactly(item("a", "1"), item("b", "2"));
        assertThat(journal.items("folder", Optional.of(id("a")), 10))
                .containsExactly(item("b", "2"));
        assertThat(journal.items("folder", Optional.empty(), 1)).containsExactly(item("a", "1"));
        assertThat(journal.items("other", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void whatIsGoneIsForgotten() {
        tell(item("a", "1"), item("b", "1"));

        accepted(
                new Submission(
                        List.of(delete("a")),
                        Mode.SEPARATE,
                        Optional.empty(),
                        Optional.of(
                                new SourceProgress(
                                        "folder", "r", List.of(), List.of(id("a"), id("z"))))));

        assertThat(journal.items("folder", Optional.empty(), 10)).containsExactly(item("b", "1"));
        assertThat(journal.waiting(id("a"))).hasSize(1);
    }

    @Test
    void aSourceMayTellWithoutAnyEvent() {
        var answer = tell(item("a", "1"));

        assertThat(answer.entries()).isEmpty();
        assertThat(journal.status().accepted()).isZero();
        assertThat(journal.items("folder", Optional.empty(), 10)).hasSize(1);
    }

    @Test
    @Tag("I1")
    void whatARejectedSubmissionHasSeenIsNotKept() {
        var submission =
                new Submission(
                        List.of(text("a", "1"), meta("unknown", "k", 1)),
                        Mode.SEPARATE,
                        Optional.empty(),
                        progress(item("a", "1")));

        assertThat(submit(journal, T0, submission)).isInstanceOf(Rejected.class);
        assertThat(journal.items("folder", Optional.empty(), 10)).isEmpty();
    }

    private static Submission one(IndexEvent event) {
        return new Submission(List.of(event), false);
    }

    private Accepted tell(SourceItem... seen) {
        return accepted(new Submission(List.of(), Mode.SEPARATE, Optional.empty(), progress(seen)));
    }

    private static Optional<SourceProgress> progress(SourceItem... seen) {
        return Optional.of(new SourceProgress("folder", "r", Arrays.asList(seen), List.of()));
    }

    private static SourceItem item(String id, String stamp) {
        return new SourceItem(id(id), stamp, "hash of " + id);
    }
}
