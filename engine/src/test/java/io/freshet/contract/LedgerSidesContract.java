package io.freshet.contract;

import static io.freshet.contract.Edits.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.Chunking;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.EventType;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.Sides.Phase;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ledger.Recut;
import io.freshet.spi.Ledger.RolledBack;
import io.freshet.spi.Ledger.Switched;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Ledger] keeps of a migration, and what a switch of sides does to it.
public abstract class LedgerSidesContract {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    private static final String SPACE = Edits.SPACE.fingerprint();
    private static final Side FIRST = new Side("local", "test", SPACE, Chunking.DEFAULT, 0);
    private static final Side OTHER = new Side("remote", "wide", "w1de", Chunking.DEFAULT, 1);
    private static final Side FINER =
            new Side("local", "test", SPACE, new Chunking(100, Chunking.Prefix.TITLE), 1);

    /// A text is one chunk.
    private static final Recut WHOLE = new Recut(LedgerSidesContract::whole, 3);

    private Ledger ledger;
    private Edits edits;

    /// Opens the ledger of this test; where it exists already, the same one again.
    protected abstract Ledger open(String newHistory);

    private static List<Placement> whole(Content content) {
        int length = content.text().length();
        return List.of(new Placement(hash(content.text()), 0, length, 10, List.of()));
    }

    private static String hash(String text) {
        return Chunk.of(text, 1).hash();
    }

    @BeforeEach
    final void opens() {
        ledger = open("h1");
        edits = new Edits(ledger);
    }

    @AfterEach
    final void closes() {
        ledger.close();
    }

    private void fill(Side other) {
        ledger.keep(Sides.of(FIRST, 0).with(new Sides.Other(other, Phase.FILLING)));
    }

    private Version switched(Optional<Recut> recut, long rows) {
        var how = new Ledger.Switch(recut.map(Recut::cut), rows, NOW);
        var done = (Switched.Done) ledger.switchSides(how);
        assertThat(done.head()).isEqualTo(ledger.head());
        return done.version();
    }

    @Test
    void whatItWasToldOfItsSidesLasts() {
        assertThat(ledger.sides()).isEmpty();
        Sides told = Sides.of(FINER, 7).with(new Sides.Other(FIRST, Phase.PAUSED));
        ledger.keep(told);
        ledger.close();
        ledger = open("h2");
        assertThat(ledger.sides()).contains(told);
        ledger.keep(told.alone());
        assertThat(ledger.sides()).contains(Sides.of(FINER, 7));
        assertThat(ledger.head().version()).isZero();
    }

    @Test
    @Tag("I7")
    void toAnotherSpaceNoDocumentIsTouched() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "three");
        fill(OTHER);
        List<Committed> before = ledger.list("", Optional.empty(), 9, 2);

        Version made = switched(Optional.empty(), 3);

        assertThat(made.number()).isEqualTo(3);
        assertThat(made.cause()).isEqualTo(Cause.MIGRATION);
        assertThat(made.space()).isEqualTo("w1de");
        assertThat(made.documents().total()).isZero();
        assertThat(made.chunks()).isEqualTo(Version.Chunks.NONE);
        assertThat(ledger.head().space()).isEqualTo("w1de");
        assertThat(ledger.list("", Optional.empty(), 9, 3)).isEqualTo(before);
        assertThat(ledger.delta(2, 3, Optional.empty(), 9).changed()).isEmpty();
        assertThat(ledger.sides())
                .contains(Sides.of(OTHER, 3).with(new Sides.Other(FIRST, Phase.SWITCHED)));
        assertThat(ledger.changes(Position.complete("h1", 2), 3, 9)).hasSize(1);

        assertThat(switched(Optional.empty(), 3).space()).isEqualTo(SPACE);
        assertThat(ledger.sides())
                .contains(Sides.of(FIRST, 4).with(new Sides.Other(OTHER, Phase.FILLING)));
    }

    @Test
    void toAnotherWayOfCuttingEveryDocumentIsCutAnew() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "three");
        edits.put("gone", "x");
        edits.delete("gone");
        fill(FINER);

        Version made = switched(Optional.of(WHOLE), 2);

        assertThat(made.documents()).isEqualTo(new Version.Documents(0, 2, 0));
        assertThat(made.chunks()).isEqualTo(new Version.Chunks(1, 2, 1));
        assertThat(made.tokens()).isEqualTo(ChangeSet.Tokens.NONE);
        assertThat(ledger.head().chunks()).isEqualTo(2);
        assertThat(ledger.head().documents()).isEqualTo(2);
        assertThat(ledger.documents(List.of(id("a")), 5).get(id("a")).placements())
                .extracting(Placement::hash)
                .containsExactly(hash("one\n\ntwo"));
        assertThat(ledger.delta(4, 5, Optional.empty(), 9).changed())
                .contains(new RowKey(id("a"), hash("one\n\ntwo")));
        assertThat(ledger.changes(Position.complete("h1", 4), 5, 9))
                .filteredOn(DocumentChanged.class::isInstance)
                .map(DocumentChanged.class::cast)
                .extracting(change -> change.document().value() + " " + change.type())
                .containsExactly("a " + EventType.REFRESH, "b " + EventType.REFRESH);
    }

    @Test
    void whereTheStoreHoldsMoreOrLessNothingIsSwitched() {
        edits.put("a", "one\n\ntwo");
        fill(FINER);
        Ledger.Head head = ledger.head();

        assertThat(ledger.switchSides(new Ledger.Switch(Optional.of(WHOLE.cut()), 2, NOW)))
                .isEqualTo(new Switched.Differs(1));

        assertThat(ledger.head()).isEqualTo(head);
        assertThat(ledger.sides().orElseThrow().inForce()).isEqualTo(FIRST);
        assertThat(ledger.documents(List.of(id("a")), 1).get(id("a")).placements()).hasSize(2);
    }

    @Test
    @Tag("I7")
    void aVersionOfAnotherSideComesBackOnlyCutAnew() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "three");
        fill(FINER);
        switched(Optional.of(WHOLE), 2);
        edits.delete("b");
        var rollback = new Ledger.Rollback(2, "", List.of(), NOW);

        assertThat(ledger.rollBack(rollback)).isEqualTo(new RolledBack.OtherSide(SPACE));
        assertThat(ledger.head().version()).isEqualTo(4);

        var done = (RolledBack.Done) ledger.rollBack(rollback, Optional.of(WHOLE));
        assertThat(done.version().orElseThrow().documents())
                .isEqualTo(new Version.Documents(1, 0, 0));
        assertThat(done.version().orElseThrow().tokens()).isEqualTo(new ChangeSet.Tokens(3, 7));
        assertThat(ledger.list("", Optional.empty(), 9, 5))
                .allMatch(document -> document.placements().size() == 1);
        assertThat(ledger.rollBack(new Ledger.Rollback(3, "", List.of(), NOW)))
                .isInstanceOf(RolledBack.Done.class);
    }
}
