package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.after;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.delete;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.meta;
import static io.freshet.contract.JournalEvents.named;
import static io.freshet.contract.JournalEvents.postpone;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.refresh;
import static io.freshet.contract.JournalEvents.sequences;
import static io.freshet.contract.JournalEvents.settle;
import static io.freshet.contract.JournalEvents.submit;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.versioned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Admission.Accepted;
import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Admission.Rejected;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Unsettled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Journal] keeps of a request: what it refuses, which events are repeats, and what of
/// it is not settled.
public abstract class JournalRequestContract {
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
    void aRepeatIsAnsweredWithTheOriginalsSequence() {
        accept(journal, T0, text("x", "1"), named(text("a", "1"), "e"));

        var repeat = accept(journal, after(1), named(text("a", "other"), "e"));

        assertThat(repeat)
                .isEqualTo(new Accepted(1, 2, List.of(new Entry(id("a"), 2, Fate.DUPLICATE))));
        assertThat(journal.status().accepted()).isEqualTo(2);
        assertThat(journal.waiting(id("a"))).containsExactly(2L);
    }

    @Test
    void withinOneRequestTheSecondIsTheRepeat() {
        var answer =
                accept(
                        journal,
                        T0,
                        named(text("a", "1"), "e"),
                        named(text("a", "2"), "e"),
                        text("b", "1"));

        assertThat(answer)
                .isEqualTo(
                        new Accepted(
                                1,
                                2,
                                List.of(
                                        new Entry(id("a"), 1, Fate.WAITING),
                                        new Entry(id("a"), 1, Fate.DUPLICATE),
                                        new Entry(id("b"), 2, Fate.WAITING))));
    }

    @Test
    void withinOneCallTheSecondRequestIsTheRepeat() {
        var request = new Submission(List.of(named(text("a", "1"), "e")), false);

        var answers = journal.append(List.of(request, request), T0, _ -> false);

        assertThat(answers.getLast())
                .isEqualTo(new Accepted(1, 1, List.of(new Entry(id("a"), 1, Fate.DUPLICATE))));
    }

    @Test
    void anIdStandsForAllDocumentsOfItsEvent() {
        accept(journal, T0, named(delete("a", "b", "c"), "e"));

        var repeat = accept(journal, T0, named(delete("a", "b", "c"), "e"));

        assertThat(repeat.deduplicated()).isEqualTo(1);
        assertThat(repeat.entries())
                .containsExactly(
                        new Entry(id("a"), 1, Fate.DUPLICATE),
                        new Entry(id("b"), 2, Fate.DUPLICATE),
                        new Entry(id("c"), 3, Fate.DUPLICATE));
    }

    @Test
    void anIdIsRememberedWhenItsEventIsLongSettled() {
        accept(journal, T0, named(text("a", "1"), "e"));
        accept(journal, T0, versioned(text("b", "1"), 5));
        accept(journal, T0, named(versioned(text("b", "1"), 4), "ignored"));
        settle(journal, "a", 1);
        reopen();

        var repeat =
                accept(
                        journal,
                        after(1),
                        named(text("a", "1"), "e"),
                        named(delete("b"), "ignored"));

        assertThat(repeat.entries())
                .containsExactly(
                        new Entry(id("a"), 1, Fate.DUPLICATE),
                        new Entry(id("b"), 3, Fate.DUPLICATE));
        assertThat(repeat.sequence()).isEqualTo(3);
    }

    @Test
    void idsAcceptedBeforeAnInstantAreForgotten() {
        accept(journal, T0, named(text("a", "1"), "old"));
        accept(journal, after(10), named(text("b", "1"), "young"));

        journal.forgetEventIds(after(10));

        assertThat(
                        accept(
                                        journal,
                                        after(11),
                                        named(text("a", "2"), "old"),
                                        named(text("b", "2"), "young"))
                                .entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.WAITING, Fate.DUPLICATE);
    }

    @Test
    void aRequestsRowsAreNamedByItsHighestSequence() {
        var request = accept(journal, T0, text("a", "1"), delete("b", "c"));
        accept(journal, T0, text("d", "1"));

        assertThat(journal.unsettled(request.sequence()))
                .containsExactly(
                        new Unsettled(id("a"), 1, Optional.empty(), false),
                        new Unsettled(id("b"), 2, Optional.empty(), false),
                        new Unsettled(id("c"), 3, Optional.empty(), false));
        settle(journal, "b", 2);
        reopen();
        assertThat(journal.unsettled(request.sequence()))
                .extracting(Unsettled::sequence)
                .containsExactly(1L, 3L);
        assertThat(journal.unsettled(77)).isEmpty();
    }

    @Test
    void aSupersededRowIsUnsettledUntilItsDocumentIs() {
        var first = accept(journal, T0, text("a", "1"));
        var second = accept(journal, T0, text("a", "2"));

        assertThat(journal.unsettled(first.sequence())).hasSize(1);
        settle(journal, "a", second.sequence());
        assertThat(journal.unsettled(first.sequence())).isEmpty();
        assertThat(journal.unsettled(second.sequence())).isEmpty();
    }

    @Test
    void aFailureIsToldToWhoeverWaits() {
        var first = accept(journal, T0, text("a", "1"), text("b", "1"));
        var second = accept(journal, T0, text("a", "2"));
        postpone(journal, "a", second.sequence(), after(60));

        var problem = Optional.of("endpoint is down");
        assertThat(journal.unsettled(second.sequence()))
                .containsExactly(new Unsettled(id("a"), 3, problem, false));
        assertThat(journal.unsettled(first.sequence()))
                .containsExactly(
                        new Unsettled(id("a"), 1, problem, false),
                        new Unsettled(id("b"), 2, Optional.empty(), false));
    }

    @Test
    void aRequestOfRepeatsAloneIsNamedByTheOriginal() {
        accept(
                journal,
                T0,
                named(delete("a", "b"), "e"),
                named(text("c", "1"), "f"),
                text("d", "1"));

        var whole = accept(journal, T0, named(delete("a", "b"), "e"), named(text("c", "1"), "f"));
        var part = accept(journal, T0, named(delete("a", "b"), "e"));

        assertThat(whole.sequence()).isEqualTo(3);
        assertThat(part.sequence()).isEqualTo(2);
        assertThat(journal.unsettled(3)).extracting(Unsettled::sequence).containsExactly(3L);
        assertThat(journal.unsettled(2)).extracting(Unsettled::sequence).containsExactly(1L, 2L);
    }

    @Test
    void anAtomicRequestIsNamedByItsGroup() {
        var answer =
                atomic(
                        journal,
                        T0,
                        named(text("a", "1"), "e"),
                        named(text("a", "1"), "e"),
                        versioned(text("b", "1"), 2),
                        versioned(text("b", "1"), 1));

        assertThat(answer.sequence()).isEqualTo(3);
        assertThat(journal.group(3)).hasSize(2);
        assertThat(journal.unsettled(3)).hasSize(2);
        assertThat(ready(journal)).allMatch(row -> row.group().orElseThrow() == 3);
    }

    @Test
    @Tag("I2")
    void aRepeatDoesNotRaiseTheHighestSourceVersion() {
        accept(journal, T0, named(versioned(text("a", "1"), 1), "e"));
        accept(journal, T0, named(versioned(text("a", "9"), 9), "e"));

        assertThat(accept(journal, T0, versioned(text("a", "2"), 2)).entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.WAITING);
    }

    @Test
    void anUpsertWithoutContentNeedsATextUnderneath() {
        assertThat(submit(journal, T0, one(meta("a", "k", 1)))).isInstanceOf(Rejected.class);
        accept(journal, T0, text("a", "1"));
        accept(journal, T0, meta("a", "k", 1));
        accept(journal, T0, text("b", "1"), meta("b", "k", 1));
        accept(journal, T0, delete("a"));
        assertThat(submit(journal, T0, one(meta("a", "k", 1)))).isInstanceOf(Rejected.class);
        assertThat(journal.append(List.of(one(meta("c", "k", 1))), T0, id("c")::equals))
                .hasOnlyElementsOfType(Accepted.class);
        assertThat(ready(journal)).extracting(Pending::document).contains(id("c"));
    }

    @Test
    void aWaitingRefreshDecidesNothing() {
        accept(journal, T0, refresh("a"));
        assertThat(submit(journal, T0, one(meta("a", "k", 1)))).isInstanceOf(Rejected.class);
        assertThat(journal.append(List.of(one(meta("a", "k", 1))), T0, _ -> true))
                .hasOnlyElementsOfType(Accepted.class);
        atomic(journal, T0, text("b", "1"));
        accept(journal, T0, refresh("b"));
        accept(journal, T0, meta("b", "k", 1));
        assertThat(journal.waiting(id("b"))).hasSize(2);
    }

    @Test
    void anOldUpsertWithoutContentIsIgnoredNotRejected() {
        accept(journal, T0, versioned(delete("a"), 5));

        assertThat(accept(journal, T0, versioned(meta("a", "k", 1), 4)).entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.IGNORED);
    }

    @Test
    void theLedgerIsAskedOnlyWhereNothingElseDecides() {
        var asked = new ArrayList<String>();
        accept(journal, T0, text("a", "1"), delete("b"));
        journal.append(
                List.of(
                        one(text("c", "1")),
                        one(meta("a", "k", 1)),
                        one(meta("b", "k", 1)),
                        one(delete("d")),
                        one(meta("e", "k", 1))),
                T0,
                document -> asked.add(document.value()));

        assertThat(asked).containsExactly("e");
    }

    @Test
    void whereTheLedgerCannotBeAskedNothingIsAccepted() {
        var requests = List.of(one(text("a", "1")), one(meta("b", "k", 1)));

        assertThatThrownBy(
                        () ->
                                journal.append(
                                        requests,
                                        T0,
                                        _ -> {
                                            throw new IllegalStateException("no ledger");
                                        }))
                .hasMessage("no ledger");
        assertThat(journal.status().sequence()).isZero();
        assertThat(sequences(ready(journal))).isEmpty();
    }

    private static Submission one(IndexEvent event) {
        return new Submission(List.of(event), false);
    }
}
