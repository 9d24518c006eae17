package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.after;
import static io.freshet.contract.JournalEvents.afterHours;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.delete;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.page;
import static io.freshet.contract.JournalEvents.postpone;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.sequences;
import static io.freshet.contract.JournalEvents.settle;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.urgent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Failure;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Settlement;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Failing;
import io.freshet.spi.Journal.Postponement;
import io.freshet.spi.Journal.Ready;
import io.freshet.spi.Journal.Trimmed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Journal] keeps of what waits: in which order it is due, how it is put back, how it
/// is settled, how it is counted.
public abstract class JournalWaitingContract {
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
    void whatABudgetHeldBackMayBeTakenAtOnceAfterAnOpeningAndWhatFailedMayNot() {
        accept(journal, after(1), text("a", "1"));
        accept(journal, after(1), text("b", "1"));
        Instant far = T0.plusSeconds(1_000_000);
        String why = Failure.deferred("docs", Duration.ofDays(1)).problem();
        journal.postpone(List.of(new Postponement(id("a"), 1, 0, T0, far, why)));
        postpone(journal, "b", 2, far);
        assertThat(journal.ready(page(Priority.NORMAL, afterHours(2), afterHours(2)))).isEmpty();
        reopen();
        assertThat(sequences(journal.ready(page(Priority.NORMAL, afterHours(2), afterHours(2)))))
                .containsExactly(1L);
        assertThat(journal.status().failing()).hasSize(2);
    }

    @Test
    void rowsAreDueInTheOrderOfTheirAcceptance() {
        accept(journal, after(3), text("a", "1"));
        accept(journal, after(1), text("b", "1"));
        accept(journal, after(1), text("c", "1"));

        assertThat(sequences(ready(journal))).containsExactly(2L, 3L, 1L);
        assertThat(sequences(journal.ready(bounded(2, Long.MAX_VALUE)))).containsExactly(2L, 3L);
    }

    @Test
    void aStepOfPriorityIsWorthAnHour() {
        accept(journal, T0, text("normal", "1"));
        accept(journal, T0.plusSeconds(3599), urgent(text("high", "1"), Priority.HIGH));
        accept(journal, T0.plusSeconds(7199), urgent(text("critical", "1"), Priority.CRITICAL));
        accept(journal, T0.plusSeconds(3601), urgent(text("later high", "1"), Priority.HIGH));

        assertThat(sequences(ready(journal))).containsExactly(2L, 3L, 1L, 4L);
    }

    @Test
    void onlyRowsOfTheAskedPriorityAreListed() {
        accept(journal, T0, text("a", "1"));
        accept(journal, T0, urgent(text("b", "1"), Priority.HIGH));
        accept(journal, T0, urgent(text("c", "1"), Priority.CRITICAL));

        var critical = page(Priority.CRITICAL, after(1), after(1));
        var high = page(Priority.HIGH, after(1), after(1));
        assertThat(sequences(journal.ready(critical))).containsExactly(3L);
        assertThat(sequences(journal.ready(high))).containsExactly(3L, 2L);
    }

    @Test
    void normalRowsWaitForTheFreshnessTargetAndOthersDoNot() {
        accept(journal, after(0), text("a", "1"));
        accept(journal, after(5), text("b", "1"));
        accept(journal, after(9), urgent(text("c", "1"), Priority.HIGH));

        var query = page(Priority.NORMAL, after(10), after(4));
        assertThat(sequences(journal.ready(query))).containsExactly(3L, 1L);
        var exactly = page(Priority.NORMAL, after(10), after(5));
        assertThat(sequences(journal.ready(exactly))).containsExactly(3L, 1L, 2L);
    }

    @Test
    void onlyADocumentsOldestRowIsListed() {
        atomic(journal, T0, text("a", "1"), text("b", "1"));
        accept(journal, T0, text("a", "2"));

        assertThat(sequences(ready(journal))).containsExactly(1L, 2L);
        settle(journal, "a", 1);
        assertThat(sequences(ready(journal))).containsExactly(2L, 3L);
    }

    @Test
    void aPageHasALimit() {
        assertThatThrownBy(() -> bounded(0, 1)).hasMessageContaining("bug");
        assertThatThrownBy(() -> bounded(10_001, 1)).hasMessageContaining("bug");
    }

    @Test
    void aPostponedRowIsListedWhenItsTimeHasCome() {
        accept(journal, T0, text("a", "1"), text("b", "1"));
        postpone(journal, "a", 1, after(60));
        reopen();

        assertThat(sequences(readyAt(after(59)))).containsExactly(2L);
        assertThat(sequences(readyAt(after(60)))).containsExactly(1L, 2L);
        var row = readyAt(after(60)).getFirst();
        assertThat(row.attempts()).isEqualTo(2);
        assertThat(row.notBefore()).isEqualTo(after(60));
        assertThat(sequences(readyAt(after(59)))).as("clock went back").containsExactly(2L);
    }

    @Test
    void aRowThatIsSupersededOrSettledIsPassedOver() {
        accept(journal, T0, text("a", "1"));
        accept(journal, T0, text("a", "2"));
        accept(journal, T0, text("b", "1"));
        settle(journal, "b", 3);

        postpone(journal, "a", 1, after(60));
        postpone(journal, "b", 3, after(60));
        postpone(journal, "other document", 2, after(60));

        assertThat(sequences(readyAt(after(1)))).containsExactly(2L);
        assertThat(journal.nextRetry(T0)).isEmpty();
        assertThat(journal.status().failing()).isEmpty();
    }

    @Test
    void theNextRetryIsTheEarliestThatLiesAhead() {
        accept(journal, T0, text("a", "1"), text("b", "1"), text("c", "1"));
        postpone(journal, "a", 1, after(60));
        postpone(journal, "b", 2, after(30));
        assertThat(readyAt(after(45))).hasSize(2);

        assertThat(journal.nextRetry(after(29))).contains(after(30));
        assertThat(journal.nextRetry(after(30))).contains(after(60));
        assertThat(journal.nextRetry(after(60))).isEmpty();
    }

    @Test
    void aNewEventMakesARetryPointless() {
        accept(journal, T0, text("a", "1"));
        postpone(journal, "a", 1, after(60));
        accept(journal, after(1), delete("a"));

        assertThat(sequences(readyAt(after(1)))).containsExactly(2L);
        assertThat(journal.nextRetry(T0)).isEmpty();
        assertThat(journal.status().failing()).isEmpty();
    }

    @Test
    void settlingCountsTheRowAtTheSequenceAsAppliedAndOlderOnesAsSuperseded() {
        atomic(journal, T0, text("a", "1"));
        accept(journal, T0, text("a", "2"));
        accept(journal, T0, text("a", "3"));
        accept(journal, T0, text("b", "1"));

        settle(journal, "a", 3);
        settle(journal, "a", 3);

        var status = journal.status();
        assertThat(status.applied()).isEqualTo(1);
        assertThat(status.superseded()).isEqualTo(2);
        assertThat(status.waiting()).isEqualTo(1);
        assertThat(status.waitingDocuments()).isEqualTo(1);
        assertThat(sequences(ready(journal))).containsExactly(4L);
    }

    @Test
    void aRowThatWasOvertakenInWorkCountsAsAppliedToo() {
        accept(journal, T0, text("a", "1"));
        accept(journal, T0, text("a", "2"));

        settle(journal, "a", 1);

        assertThat(journal.status().applied()).isEqualTo(1);
        assertThat(journal.status().superseded()).isZero();
        assertThat(sequences(ready(journal))).containsExactly(2L);
    }

    @Test
    void settlingBetweenRowsSupersedesTheOlder() {
        accept(journal, T0, text("a", "1"), text("b", "1"));

        settle(journal, "a", 2);

        assertThat(journal.status().applied()).isZero();
        assertThat(journal.status().superseded()).isEqualTo(1);
        assertThat(journal.waiting(id("b"))).containsExactly(2L);
    }

    @Test
    @Tag("I1")
    void whatTheLedgerReachedIsKept() {
        journal.settle(List.of(), "h1", 4);
        reopen();
        assertThat(journal.trimmed()).contains(new Trimmed("h1", 4));

        accept(journal, T0, text("a", "1"));
        journal.settle(List.of(new Settlement(id("a"), 1, OptionalLong.of(9))), "h2", 1);
        assertThat(journal.trimmed()).contains(new Trimmed("h2", 1));
    }

    @Test
    void theCountsAddUpAndNameTheOldest() {
        accept(journal, after(5), text("a", "1"), text("b", "1"));
        atomic(journal, after(7), text("a", "2"), text("c", "1"));
        accept(journal, after(9), text("b", "2"));
        assertThat(journal.status().oldestSince()).contains(after(5));
        settle(journal, "a", 1);
        settle(journal, "b", 5);
        reopen();

        var status = journal.status();
        assertThat(status.sequence()).isEqualTo(5);
        assertThat(status.accepted()).isEqualTo(5);
        assertThat(status.applied()).isEqualTo(2);
        assertThat(status.superseded()).isEqualTo(1);
        assertThat(status.waiting()).isEqualTo(2);
        assertThat(status.waitingDocuments()).isEqualTo(2);
        assertThat(status.waitingBytes()).isEqualTo(2);
        assertThat(status.oldestSince()).contains(after(7));
    }

    @Test
    void theOldestMayBePostponedOrStandBehindAnother() {
        atomic(journal, after(9), text("a", "1"));
        accept(journal, after(5), text("a", "2"));
        assertThat(journal.status().oldestSince()).contains(after(5));
        accept(journal, after(4), text("b", "1"));
        postpone(journal, "b", 3, after(99));
        assertThat(journal.status().oldestSince()).contains(after(4));
    }

    @Test
    void whatFailsIsListedUpToAHundred() {
        var events = IntStream.range(0, 150).mapToObj(i -> text("d" + i, "x"));
        accept(journal, T0, events.toArray(IndexEvent[]::new));
        journal.postpone(
                IntStream.range(0, 150)
                        .mapToObj(
                                i -> new Postponement(id("d" + i), i + 1, i % 150, T0, T0, "p" + i))
                        .toList());

        var failing = journal.status().failing();
        assertThat(failing).hasSize(100);
        assertThat(failing.getFirst()).isEqualTo(new Failing(id("d0"), 1, 0, T0, "p0"));
        assertThat(failing).extracting(Failing::sequence).isSorted();
    }

    @Test
    void aRowLendsItsPriorityToWhatStandsBeforeIt() {
        atomic(journal, T0, text("a", "1"), text("b", "1"));
        atomic(journal, T0, text("b", "2"), text("c", "1"));
        accept(journal, T0, text("d", "1"));

        accept(journal, after(1), urgent(delete("c"), Priority.CRITICAL));

        var critical = page(Priority.CRITICAL, after(1), after(1));
        assertThat(sequences(journal.ready(critical))).containsExactly(1L, 2L, 4L);
        assertThat(journal.group(4)).extracting(Pending::priority).containsOnly(Priority.CRITICAL);
    }

    @Test
    void aGroupIsAsUrgentAsItsMostUrgentMember() {
        accept(journal, T0, text("a", "0"));
        atomic(journal, T0, text("a", "1"), urgent(text("b", "1"), Priority.HIGH));

        var high = page(Priority.HIGH, after(1), after(1));
        assertThat(sequences(journal.ready(high))).containsExactly(1L, 3L);
    }

    @Test
    void anyThreadMayAskWhileAnotherAppends() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            var writing =
                    threads.submit(
                            () -> {
                                for (int i = 0; i < 50; i++) {
                                    accept(journal, after(i), text("a" + i % 7, "x"));
                                }
                            });
            var wrong = new ArrayList<Journal.Status>();
            while (!writing.isDone()) {
                var status = journal.status();
                var sum =
                        status.applied()
                                + status.superseded()
                                + status.ignored()
                                + status.waiting();
                if (sum != status.accepted()) {
                    wrong.add(status);
                }
                journal.unsettled(3);
                journal.waiting(id("a1"));
            }
            writing.get();
            assertThat(wrong).isEmpty();
        }
        assertThat(journal.status().accepted()).isEqualTo(50);
    }

    @Test
    void aPageEndsBeforeTheRowThatWouldExceedItsBytesAndHoldsOne() {
        accept(journal, T0, text("a", "ääää"), delete("b"), text("c", "12"), text("d", "1"));

        assertThat(sequences(journal.ready(bounded(9, 1)))).containsExactly(1L);
        assertThat(sequences(journal.ready(bounded(9, 8)))).containsExactly(1L, 2L);
        assertThat(sequences(journal.ready(bounded(9, 10)))).containsExactly(1L, 2L, 3L);
        assertThat(sequences(journal.ready(bounded(9, 11)))).hasSize(4);
    }

    @Test
    void documentsInWorkArePassedOver() {
        accept(journal, T0, text("a", "1"), text("b", "1"), text("c", "1"));

        var query =
                new Ready(
                        Priority.NORMAL,
                        T0,
                        T0,
                        1,
                        Long.MAX_VALUE,
                        new TreeSet<>(List.of(id("a"))));
        assertThat(sequences(journal.ready(query))).containsExactly(2L);
    }

    private static Ready bounded(int limit, long bytesMax) {
        return new Ready(Priority.NORMAL, after(9), after(9), limit, bytesMax, Set.of());
    }

    private List<Pending> readyAt(Instant now) {
        return journal.ready(page(Priority.NORMAL, now, now));
    }

    @Test
    void aNormalRowIsAgedPastNewerUrgentOnes() {
        accept(journal, afterHours(2), urgent(text("late", "1"), Priority.HIGH));
        accept(journal, T0, text("early", "1"));

        assertThat(sequences(ready(journal))).containsExactly(2L, 1L);
    }
}
