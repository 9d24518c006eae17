package io.freshet.contract;

import static io.freshet.contract.JournalEvents.T0;
import static io.freshet.contract.JournalEvents.accept;
import static io.freshet.contract.JournalEvents.after;
import static io.freshet.contract.JournalEvents.atomic;
import static io.freshet.contract.JournalEvents.id;
import static io.freshet.contract.JournalEvents.ready;
import static io.freshet.contract.JournalEvents.submit;
import static io.freshet.contract.JournalEvents.text;
import static io.freshet.contract.JournalEvents.versioned;
import static io.freshet.contract.JournalEvents.withhold;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Pending;
import io.freshet.Purge;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Parking;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Journal] makes of a purge: what was accepted of the documents is forgotten, what
/// comes later is taken.
public abstract class JournalPurgeContract {
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

    private static Purge named(String... documents) {
        return new Purge("", Arrays.stream(documents).map(JournalEvents::id).toList(), T0);
    }

    private void park(String document, long sequence) {
        journal.park(
                List.of(new Parking(id(document), sequence, 1, T0, "refused", Optional.empty())));
    }

    @Test
    void rowsOfEveryPlaceAreForgottenAndCounted() {
        accept(journal, T0, text("a", "one"));
        accept(journal, T0, text("a", "two"), text("b", "three"));
        long dead = accept(journal, T0, text("dead", "four")).sequence();
        park("dead", dead);
        submit(journal, T0, withhold("root", "held"));
        atomic(journal, T0, text("a", "five"), text("c", "six"));
        Purge purge = named("a", "dead", "held", "none");
        assertThat(journal.purgeable(purge, Optional.empty(), 10))
                .containsExactly(id("a"), id("dead"), id("held"));
        assertThat(journal.purgeable(purge, Optional.of(id("a")), 1)).containsExactly(id("dead"));

        journal.purge(purge);

        assertThat(ready(journal)).extracting(Pending::document).containsExactly(id("b"), id("c"));
        assertThat(journal.deadLetters(Optional.empty(), 10)).isEmpty();
        assertThat(journal.withheld(Optional.empty(), 10)).isEmpty();
        Journal.Status status = journal.status();
        assertThat(status.discarded()).isEqualTo(4);
        assertThat(status.superseded()).isEqualTo(1);
        assertThat(status.waiting()).isEqualTo(2);
        assertThat(status.waitingDocuments()).isEqualTo(2);
        assertThat(status.waitingBytes()).isEqualTo("three".length() + "six".length());
        assertThat(journal.unsettled(dead)).isEmpty();
        assertThat(journal.purgeable(purge, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aPrefixTakesWhatStartsWithIt() {
        accept(journal, T0, text("dir/a", "one"), text("dir/b", "two"), text("dirt", "three"));
        journal.purge(new Purge("dir/", List.of(), T0));
        assertThat(ready(journal)).extracting(Pending::document).containsExactly(id("dirt"));
    }

    @Test
    @Tag("I1")
    void aPurgeThatHasBegunIsKnownAfterAnyStartUntilItIsDone() {
        accept(journal, T0, text("a", "one"));
        assertThat(journal.purging()).isEmpty();
        journal.purge(named("a", "b"));
        journal.close();
        journal = open();
        assertThat(journal.purging()).contains(named("a", "b"));
        assertThat(journal.status().waiting()).isZero();

        Purge prefix = new Purge("x/", List.of(), after(3));
        journal.purge(prefix);
        assertThat(journal.purging()).contains(prefix);
        journal.purged();
        assertThat(journal.purging()).isEmpty();
    }

    @Test
    @Tag("I2")
    void whatComesLaterWaitsAndAnOlderSourceVersionDoesNot() {
        accept(journal, T0, versioned(text("a", "one"), 7));
        journal.purge(named("a"));
        journal.purged();

        assertThat(accept(journal, T0, versioned(text("a", "late"), 7)).entries())
                .extracting(Entry::fate)
                .containsExactly(Fate.IGNORED);
        long sequence = accept(journal, T0, versioned(text("a", "new"), 8)).sequence();
        assertThat(ready(journal)).extracting(Pending::sequence).containsExactly(sequence);
    }
}
