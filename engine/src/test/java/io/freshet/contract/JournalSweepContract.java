package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.delete;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.meta;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.refresh;
import static io.freshet.contract.JournalEvents.submit;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.withhold;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Admission.Accepted;
import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Admission.Rejected;
import io.freshet.Cause;
import io.freshet.Change.Delete;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.Submission.Mode;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Expected;
import io.freshet.spi.Journal.Expected.Becomes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Journal] knows of what waits under a prefix, and how it takes a sweep.
public abstract class JournalSweepContract {
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

    private static Submission sweep(List<IndexEvent> events, String... ids) {
        List<DocumentId> documents = Arrays.stream(ids).map(DocumentId::new).toList();
        return new Submission(
                events,
                Mode.ATOMIC,
                Optional.of(
                        new Sweep(
                                new Selection.Documents(documents),
                                OptionalLong.empty(),
                                Priority.HIGH,
                                T0)),
                Optional.empty());
    }

    @Test
    void itSaysWhatBecomesOfTheDocumentsThatWait() {
        accept(journal, T0, text("p/a", "1"), delete("p/b"), refresh("p/c"), text("q", "1"));
        accept(journal, T0, text("p/d", "1"), delete("p/d"));
        atomic(journal, T0, delete("p/e"), text("p/e", "1"), refresh("p/e"));
        submit(journal, T0, withhold("r", "p/a", "p/f"));

        assertThat(journal.expected("p/", Optional.empty(), 10))
                .containsExactly(
                        new Expected(id("p/a"), Becomes.THERE, 1),
                        new Expected(id("p/b"), Becomes.GONE, 2),
                        new Expected(id("p/d"), Becomes.GONE, 6),
                        new Expected(id("p/e"), Becomes.THERE, 8));
    }

    private Admission committed(boolean isCommitted, IndexEvent... events) {
        Submission submission = new Submission(List.of(events), false);
        return journal.append(List.of(submission), T0, _ -> isCommitted).getFirst();
    }

    @Test
    void whatKeepsTheTextLeavesItToTheLedgerWhatBecomesOfADocument() {
        committed(true, meta("p/a", "k", 1), meta("p/a", "k", 2));
        atomic(journal, T0, text("p/b", "1"));
        committed(false, meta("p/b", "k", 1));
        committed(false, text("p/c", ""), meta("p/c", "k", 1));
        committed(true, refresh("p/d"), meta("p/d", "k", 1), refresh("p/d"));

        assertThat(journal.expected("p/", Optional.empty(), 10))
                .containsExactly(
                        new Expected(id("p/a"), Becomes.AS_COMMITTED, 2),
                        new Expected(id("p/b"), Becomes.THERE, 3),
                        new Expected(id("p/c"), Becomes.THERE, 6),
                        new Expected(id("p/d"), Becomes.AS_COMMITTED, 9));
    }

    @Test
    void whatKeepsATextThatIsGoneMeanwhileLetsNobodyElseKeepIt() {
        committed(true, meta("a", "k", 1));

        assertThat(committed(false, meta("a", "k", 2))).isInstanceOf(Rejected.class);
        assertThat(committed(true, meta("a", "k", 2))).isInstanceOf(Accepted.class);
    }

    @Test
    void whatWaitsIsListedByDocumentAfterAKey() {
        accept(journal, T0, text("p/b", "1"), text("p/a", "1"), text("p/c", "1"), text("p", "1"));

        assertThat(journal.expected("p/", Optional.of(id("p/a")), 1))
                .containsExactly(new Expected(id("p/b"), Becomes.THERE, 1));
        assertThat(journal.expected("p/", Optional.of(id("p/c")), 1)).isEmpty();
        assertThat(journal.expected("", Optional.empty(), 10)).hasSize(4);
    }

    @Test
    void aSweepsDocumentsAreDeletedBehindItsEvents() {
        var answer = (Accepted) submit(journal, T0, sweep(List.of(text("a", "1")), "a", "b", "c"));

        assertThat(answer.entries())
                .containsExactly(
                        new Entry(id("a"), 1, Fate.WAITING),
                        new Entry(id("b"), 2, Fate.WAITING),
                        new Entry(id("c"), 3, Fate.WAITING));
        var rows = journal.group(3);
        assertThat(rows).extracting(Pending::document).containsExactly(id("a"), id("b"), id("c"));
        assertThat(rows.getLast().change()).isEqualTo(new Delete());
        assertThat(rows).extracting(Pending::priority).containsOnly(Priority.HIGH);
    }

    @Test
    void theRowsOfAReplacementSayWhatTheyAre() {
        submit(journal, T0, sweep(List.of(text("a", "1")), "b"));
        submit(journal, T0, sweep(List.of(), "c"));
        journal.close();
        journal = open();

        assertThat(ready(journal))
                .extracting(Pending::cause)
                .containsExactly(Cause.REPLACE, Cause.REPLACE, Cause.EVENTS);
    }

    @Test
    void aSweepOfNothingIsAcceptedAndLeavesNothing() {
        var answer = (Accepted) submit(journal, T0, sweep(List.of()));

        assertThat(answer.entries()).isEmpty();
        assertThat(journal.unsettled(answer.sequence())).isEmpty();
        assertThat(journal.status().accepted()).isZero();
    }

    @Test
    void aRejectedReplacementDeletesNothing() {
        submit(journal, T0, sweep(List.of(meta("unknown", "k", 1)), "b"));

        assertThat(ready(journal)).isEmpty();
    }
}
