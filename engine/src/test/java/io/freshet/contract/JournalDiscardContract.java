package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.named;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.submit;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.versioned;
import static io.freshet.contract.JournalEvents.withhold;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.DeadLetter;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Scope;
import io.freshet.Submission;
import io.freshet.Withheld;
import io.freshet.sim.MemoryJournal;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Discarded;
import io.freshet.spi.Journal.Parking;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Journal] drops of what waits, and what it keeps.
public abstract class JournalDiscardContract {
    private static final Scope ALL = new Scope("", List.of());

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

    private static Scope documents(String... documents) {
        return new Scope("", Arrays.stream(documents).map(JournalEvents::id).toList());
    }

    @Test
    void whatWaitsOfAScopeIsGoneAndCountedAndTheRestWaitsOn() {
        long first = accept(journal, T0, text("dir/a", "one")).sequence();
        accept(journal, T0, text("dir/a", "two"), text("dir/b", "three"), text("dirt", "four"));

        assertThat(journal.waitingDocuments(new Scope("dir/", List.of()))).isEqualTo(2);
        assertThat(journal.waitingDocuments(ALL)).isEqualTo(3);
        assertThat(journal.waitingDocuments(documents("dirt", "none"))).isEqualTo(1);

        Discarded done = journal.discardWaiting(new Scope("dir/", List.of()));

        assertThat(done)
                .isEqualTo(new Discarded(4, 2, 2, List.of(id("dir/a"), id("dir/b")), Set.of()));
        journal.close();
        journal = open();
        assertThat(ready(journal)).extracting(Pending::document).containsExactly(id("dirt"));
        Journal.Status status = journal.status();
        assertThat(status.discarded()).isEqualTo(2);
        assertThat(status.superseded()).isEqualTo(1);
        assertThat(status.waitingDocuments()).isEqualTo(1);
        assertThat(status.waitingBytes()).isEqualTo("four".length());
        assertThat(journal.unsettled(first)).isEmpty();
    }

    @Test
    void anAtomicGroupIsDroppedWholeWhereOneOfItIsInScope() {
        accept(journal, T0, text("out", "before"));
        long group = atomic(journal, T0, text("in", "one"), text("out", "two")).sequence();
        long later = accept(journal, T0, text("out", "later")).sequence();
        long other = atomic(journal, T0, text("out", "again"), text("far", "three")).sequence();

        Discarded done = journal.discardWaiting(documents("in", "none"));

        assertThat(done.events()).isEqualTo(2);
        assertThat(done.documents()).isEqualTo(2);
        assertThat(done.first()).containsExactly(id("in"), id("out"));
        assertThat(done.outside()).containsExactly(group);
        assertThat(journal.waiting(id("in"))).isEmpty();
        assertThat(journal.waiting(id("out"))).containsExactly(1L, later, other - 1);
        assertThat(journal.group(other)).hasSize(2);
        assertThat(journal.status().waitingDocuments()).isEqualTo(2);
    }

    @Test
    void aDocumentWhoseFirstRowWasDroppedMayBeTakenAtItsNext() {
        atomic(journal, T0, text("in", "one"), text("out", "two"));
        long later = accept(journal, T0, text("out", "later")).sequence();
        journal.discardWaiting(documents("in"));
        assertThat(ready(journal)).extracting(Pending::sequence).containsExactly(later);
    }

    @Test
    void whatAMemberOfADroppedGroupHadTakenUpIsDroppedWithIt() {
        long dead = accept(journal, T0, text("out", "one")).sequence();
        journal.park(List.of(new Parking(id("out"), dead, 1, T0, "refused", Optional.empty())));
        long group = atomic(journal, T0, text("in", "two"), text("out", "three")).sequence();
        long later = accept(journal, T0, text("out", "later")).sequence();

        Discarded done = journal.discardWaiting(documents("in"));

        assertThat(done.outside()).containsExactly(dead, group);
        assertThat(journal.unsettled(dead)).isEmpty();
        assertThat(journal.waiting(id("out"))).containsExactly(later);
        assertThat(journal.status().superseded()).isEqualTo(1);
    }

    @Test
    void deadLettersAndWithheldDeletesStay() {
        long dead = accept(journal, T0, text("dead", "one")).sequence();
        journal.park(List.of(new Parking(id("dead"), dead, 1, T0, "refused", Optional.empty())));
        submit(journal, T0, withhold("root", "held"));

        assertThat(journal.discardWaiting(ALL).events()).isZero();

        assertThat(journal.deadLetters(Optional.empty(), 10))
                .extracting(DeadLetter::document)
                .containsExactly(id("dead"));
        assertThat(journal.withheld(Optional.empty(), 10))
                .extracting(Withheld::document)
                .containsExactly(id("held"));
    }

    @Test
    @Tag("I2")
    void whatWasDroppedStillCountsAsSeen() {
        accept(journal, T0, named(versioned(text("a", "one"), 7), "e1"));
        journal.discardWaiting(ALL);

        assertThat(accept(journal, T0, versioned(text("a", "late"), 7)).entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.IGNORED);
        assertThat(accept(journal, T0, named(text("a", "one"), "e1")).entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.DUPLICATE);
        long sequence = accept(journal, T0, versioned(text("a", "new"), 8)).sequence();
        assertThat(ready(journal)).extracting(Pending::sequence).containsExactly(sequence);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverWaitsAllJournalsDropTheSame(long seed) {
        Random random = new Random(seed);
        try (Journal other = new MemoryJournal(new MemoryJournal.Disk())) {
            for (int step = 0; step < 60; step++) {
                List<IndexEvent> events =
                        random.ints(1 + random.nextInt(3), 0, 6)
                                .mapToObj(pick -> text("d" + pick, "text " + random.nextInt()))
                                .toList();
                Submission submission = new Submission(events, random.nextInt(3) == 0);
                assertThat(submit(journal, T0, submission))
                        .isEqualTo(submit(other, T0, submission));
                if (random.nextInt(8) == 0) {
                    Scope scope = documents("d" + random.nextInt(6), "d" + random.nextInt(6));
                    assertThat(journal.discardWaiting(scope))
                            .isEqualTo(other.discardWaiting(scope));
                    assertThat(journal.status()).isEqualTo(other.status());
                    assertThat(ready(journal)).isEqualTo(ready(other));
                }
            }
            assertThat(journal.discardWaiting(ALL)).isEqualTo(other.discardWaiting(ALL));
            assertThat(journal.status()).isEqualTo(other.status());
            assertThat(journal.status().waiting()).isZero();
        }
    }
}
