package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Position;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Ledger] does that goes on from the number of a collection which was removed: it
/// starts empty, and no version below it was ever of its history.
public abstract class LedgerRemadeContract {
    private Ledger ledger;
    private Edits edits;

    /// Opens the ledger of this test, made at this version; where it exists already, the same one
    /// again.
    protected abstract Ledger open(String newHistory, long version);

    @BeforeEach
    final void opens() {
        ledger = open("h2", 17);
        edits = new Edits(ledger);
    }

    @AfterEach
    final void closes() {
        ledger.close();
    }

    @Test
    @Tag("I9")
    void itIsEmptyAtTheNumberThatItGoesOnFrom() {
        assertThat(ledger.head()).isEqualTo(new Ledger.Head("h2", 17, 17, 0, 0, ""));
        assertThat(ledger.oldestAnnounced()).isEqualTo(18);
        assertThat(ledger.settledSequence()).isZero();
        assertThat(ledger.versions(Long.MAX_VALUE, 9)).isEmpty();
        assertThat(ledger.list("", Optional.empty(), 9, 17)).isEmpty();
        assertThat(ledger.list("", Optional.empty(), 9, 16)).isEmpty();
        assertThat(ledger.changes(Position.complete("h2", 17), 17, 9)).isEmpty();
        assertThat(ledger.delta(0, 17, Optional.empty(), 9))
                .isEqualTo(new Ledger.Delta(List.of(), List.of(), Optional.empty()));
        assertThat(edits.base("a").version()).isZero();
    }

    @Test
    @Tag("I9")
    void itsFirstVersionIsTheNextOne() {
        var head = edits.put("a", "one").head();
        assertThat(head.version()).isEqualTo(18);
        assertThat(head.oldest()).isEqualTo(17);
        assertThat(ledger.oldestAnnounced()).isEqualTo(18);
        assertThat(ledger.versions(Long.MAX_VALUE, 9))
                .extracting(Version::number)
                .containsExactly(18L);
        assertThat(ledger.changes(Position.complete("h2", 17), 18, 9))
                .isEqualTo(ledger.changes(Position.complete("h2", 0), 18, 9))
                .hasSize(2);
        assertThat(ledger.delta(0, 18, Optional.empty(), 9).changed()).hasSize(1);
        assertThat(ledger.delta(17, 18, Optional.empty(), 9).changed()).hasSize(1);
    }

    @Test
    void itIsTheSameWhenItIsOpenedAgain() {
        edits.put("a", "one");
        ledger.close();
        ledger = open("h3", 40);
        assertThat(ledger.head().history()).isEqualTo("h2");
        assertThat(ledger.head().version()).isEqualTo(18);
    }

    @Test
    void itForgetsOldVersionsAsAnyOther() {
        edits.put("a", "one");
        edits.put("a", "two");
        Pages.prune(ledger, 19);
        assertThat(ledger.head().oldest()).isEqualTo(19);
        assertThat(ledger.oldestAnnounced()).isEqualTo(19);
        assertThat(ledger.list("", Optional.empty(), 9, 19)).hasSize(1);
    }
}
