package io.freshet.contract;

import static io.freshet.contract.Edits.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ledger.RolledBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Ledger] makes of a rollback: the old content at a new version, at the head.
public abstract class LedgerRollbackContract {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");

    private Ledger ledger;
    private Edits edits;

    /// Opens the ledger of this test; where it exists already, the same one again.
    protected abstract Ledger open(String newHistory);

    @BeforeEach
    final void opens() {
        ledger = open("h1");
        edits = new Edits(ledger);
    }

    @AfterEach
    final void closes() {
        ledger.close();
    }

    private RolledBack rollBack(long to, String prefix, String... documents) {
        List<DocumentId> only = new ArrayList<>();
        for (String document : documents) {
            only.add(id(document));
        }
        return ledger.rollBack(new Ledger.Rollback(to, prefix, only, NOW));
    }

    private Version made(RolledBack outcome) {
        return ((RolledBack.Done) outcome).version().orElseThrow();
    }

    /// What each document of a version is made of.
    private Map<DocumentId, Object> content(long version) {
        Map<DocumentId, Object> content = new TreeMap<>();
        for (Committed document : ledger.list("", Optional.empty(), 1000, version)) {
            content.put(
                    document.document(),
                    List.of(
                            document.content(),
                            document.metadata(),
                            document.given(),
                            document.placements()));
        }
        return content;
    }

    @Test
    void theOldContentIsTheNextVersionAndTheOthersStayAsTheyWere() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "kept");
        edits.put("a", "two\n\nthree");
        edits.delete("b");
        edits.put("c", "new");

        Version version = made(rollBack(2, ""));

        assertThat(version.number()).isEqualTo(6);
        assertThat(version.cause()).isEqualTo(Cause.ROLLBACK);
        assertThat(version.timestamp()).isEqualTo(NOW);
        assertThat(version.documents()).isEqualTo(new Version.Documents(1, 1, 1));
        assertThat(version.chunks()).isEqualTo(new Version.Chunks(2, 2, 1));
        assertThat(version.tokens().embedded()).isZero();
        assertThat(content(6)).isEqualTo(content(2));
        assertThat(content(5)).doesNotContainKey(id("b")).containsKey(id("c"));
        assertThat(ledger.head().documents()).isEqualTo(2);
        assertThat(ledger.head().chunks()).isEqualTo(3);
    }

    @Test
    @Tag("I9")
    void itIsAnnouncedLikeAnyChange() {
        edits.put("a", "one");
        edits.put("b", "two");
        edits.put("a", "three");
        edits.delete("b");

        made(rollBack(2, ""));

        assertThat(ledger.changes(Position.complete("h1", 4), 5, 100))
                .filteredOn(DocumentChanged.class::isInstance)
                .map(DocumentChanged.class::cast)
                .extracting(change -> change.document().value() + " " + change.type())
                .containsExactly("a UPDATE", "b INSERT");
    }

    @Test
    void whereNothingDiffersNoVersionIsMade() {
        edits.put("a", "one");
        edits.put("a", "two");
        edits.put("a", "one");

        var outcome = (RolledBack.Done) rollBack(1, "");

        assertThat(outcome.version()).isEmpty();
        assertThat(outcome.head().version()).isEqualTo(3);
    }

    @Test
    void itCanBeUndone() {
        edits.put("a", "one");
        edits.put("a", "two");
        made(rollBack(1, ""));

        made(rollBack(2, ""));

        assertThat(content(4)).isEqualTo(content(2));
    }

    @Test
    void aPrefixOrNamedDocumentsAreRolledBackAlone() {
        edits.put("guide/a", "one");
        edits.put("guide/b", "one");
        edits.put("other", "one");
        for (String document : List.of("guide/a", "guide/b", "other")) {
            edits.put(document, "two");
        }

        made(rollBack(3, "guide/", "guide/b", "other"));
        assertThat(content(7).get(id("guide/b"))).isEqualTo(content(3).get(id("guide/b")));
        assertThat(content(7).get(id("guide/a"))).isEqualTo(content(6).get(id("guide/a")));

        made(rollBack(3, "guide/"));
        assertThat(content(8).get(id("guide/a"))).isEqualTo(content(3).get(id("guide/a")));
        assertThat(content(8).get(id("other"))).isEqualTo(content(6).get(id("other")));
    }

    @Test
    void aVersionThatIsNotRetainedOrIsToComeIsRefused() {
        edits.put("a", "one");
        edits.put("a", "two");
        edits.put("a", "three");
        ledger.prune(2, 1000);

        assertThat(rollBack(1, "")).isEqualTo(new RolledBack.NotRetained(2));
        assertThat(rollBack(4, "")).isEqualTo(new RolledBack.NotRetained(2));
        assertThat(ledger.head().version()).isEqualTo(3);
    }

    @Test
    void theEmptyIndexCanBeGoneBackTo() {
        edits.put("a", "one");

        made(rollBack(0, ""));

        assertThat(content(2)).isEmpty();
        assertThat(ledger.head().documents()).isZero();
        assertThat(ledger.head().chunks()).isZero();
    }

    @Test
    @Tag("I2")
    void nothingIsSettledByItAndNoSourceVersionIsLowered() {
        edits.done(
                Edits.upsert(
                        edits.base("a"),
                        edits.next("a", OptionalLong.of(7)),
                        "one",
                        Metadata.NONE));
        edits.done(
                Edits.upsert(
                        edits.base("a"),
                        edits.next("a", OptionalLong.of(9)),
                        "two",
                        Metadata.NONE));
        Base before = edits.base("a");

        made(rollBack(0, ""));

        Base after = edits.base("a");
        assertThat(after.settled()).isEqualTo(before.settled());
        assertThat(after.version()).isEqualTo(3);
        assertThat(after.committed()).isEmpty();
        assertThat(ledger.settledSequence()).isEqualTo(2);
    }

    @Test
    void whatWasPlannedBeforeHasMoved() {
        edits.put("a", "one");
        edits.put("a", "two");
        DocumentChange planned = edits.upsert("a", "three");
        made(rollBack(1, ""));

        assertThat(ledger.commit(Edits.set(planned)))
                .isEqualTo(new Ledger.Commit.Moved(List.of(id("a"))));

        edits.put("a", "three");
        assertThat(ledger.head().version()).isEqualTo(4);
    }

    @Test
    void aDocumentThatItBroughtBackCanBeEditedAndDeleted() {
        edits.put("a", "one\n\ntwo");
        edits.delete("a");
        made(rollBack(1, ""));

        edits.put("a", "two\n\nthree");
        edits.delete("a");

        assertThat(ledger.head().documents()).isZero();
        assertThat(ledger.head().chunks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Tag("I4")
    void afterAnyHistoryTheHeadIsTheOldVersionAndAStoreIsToldAllOfIt(long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        for (int i = 0; i < 60; i++) {
            String document = "d" + chance.nextInt(6);
            boolean isThere = edits.base(document).committed().isPresent();
            if (isThere && chance.nextInt(4) == 0) {
                edits.delete(document);
            } else if (chance.nextInt(8) == 0) {
                rollBack(chance.nextLong(ledger.head().version() + 1), "");
            } else {
                Metadata metadata = Metadata.of(Map.of("n", chance.nextInt(2)));
                edits.done(
                        Edits.upsert(
                                edits.base(document),
                                edits.next(document),
                                "p" + chance.nextInt(3) + "\n\nq" + chance.nextInt(3),
                                metadata));
            }
        }
        long head = ledger.head().version();
        long to = chance.nextLong(head + 1);
        Set<RowKey> shown = rows(0, head);

        rollBack(to, "");

        long now = ledger.head().version();
        assertThat(content(now)).isEqualTo(content(to));
        Ledger.Delta delta = ledger.delta(head, now, Optional.empty(), 1000);
        shown.removeAll(delta.removed());
        shown.addAll(delta.changed());
        assertThat(shown).isEqualTo(rows(0, now)).isEqualTo(rows(0, to));
        assertThat(ledger.head().chunks()).isEqualTo(shown.size());
        assertThat(ledger.head().documents()).isEqualTo(content(now).size());
    }

    private Set<RowKey> rows(long from, long to) {
        return new TreeSet<>(ledger.delta(from, to, Optional.empty(), 1000).changed());
    }
}
