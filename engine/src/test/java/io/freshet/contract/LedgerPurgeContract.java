package io.freshet.contract;

import static io.freshet.contract.Edits.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Cause;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Metadata;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Ledger] makes of a purge: no version knows the documents any more.
public abstract class LedgerPurgeContract {
    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    private static final Metadata SECRET = Metadata.of(Map.of("name", "Ada"));

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

    private static Purge named(String... documents) {
        return new Purge("", Arrays.stream(documents).map(Edits::id).toList(), NOW);
    }

    private static Purge under(String prefix) {
        return new Purge(prefix, List.of(), NOW);
    }

    private Map<DocumentId, Object> content(long version) {
        Map<DocumentId, Object> content = new TreeMap<>();
        for (Committed document : ledger.list("", Optional.empty(), 1000, version)) {
            content.put(document.document(), List.of(document.content(), document.placements()));
        }
        return content;
    }

    private List<String> rows() {
        return ledger.retained(Optional.empty(), 1000).stream()
                .map(key -> key.document().value())
                .distinct()
                .toList();
    }

    @Test
    void noVersionKnowsThemAnyMoreAndTheOthersStayAsTheyWere() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "two\n\nthree");
        edits.put("a", "two\n\nfour");
        edits.put("c", "five");
        var before = content(4);
        before.remove(id("a"));

        Version version = ledger.purge(named("a", "nobody")).orElseThrow();

        assertThat(version.number()).isEqualTo(5);
        assertThat(version.cause()).isEqualTo(Cause.PURGE);
        assertThat(version.timestamp()).isEqualTo(NOW);
        assertThat(version.documents()).isEqualTo(new Version.Documents(0, 0, 1));
        assertThat(version.chunks()).isEqualTo(new Version.Chunks(0, 2, 0));
        assertThat(content(5)).isEqualTo(before);
        assertThat(content(4)).isEqualTo(before);
        assertThat(content(1)).isEmpty();
        assertThat(rows()).containsExactly("b", "c");
        assertThat(ledger.head().documents()).isEqualTo(2);
        assertThat(ledger.head().chunks()).isEqualTo(3);
        assertThat(ledger.bases(List.of(id("a"))).getFirst().committed()).isEmpty();
    }

    @Test
    void theFeedNamesThemOnceAndTellsNothingElse() {
        edits.done(
                Edits.upsert(edits.base("a"), edits.next("a"), "one", SECRET),
                edits.upsert("b", "two"));
        edits.delete("a");
        ledger.purge(under("a"));

        var changes =
                ledger.changes(Position.complete("h1", 0), 3, 100).stream()
                        .filter(DocumentChanged.class::isInstance)
                        .map(DocumentChanged.class::cast)
                        .toList();
        assertThat(changes)
                .extracting(change -> change.position().version())
                .containsExactly(1L, 3L);
        assertThat(changes).extracting(DocumentChanged::document).containsExactly(id("b"), id("a"));
        assertThat(changes.getLast().type()).isEqualTo(EventType.DELETE);
        assertThat(changes.getLast().metadata()).isEqualTo(Metadata.NONE);
        assertThat(ledger.history(id("a"), 10, 10)).containsExactly(changes.getLast());
    }

    @Test
    void aRollbackToBeforeDoesNotBringThemBack() {
        edits.put("a", "one");
        edits.put("b", "two");
        edits.put("b", "three");
        ledger.purge(named("a"));

        ledger.rollBack(new Ledger.Rollback(2, "", List.of(), NOW));

        assertThat(content(5)).containsOnlyKeys(id("b")).isEqualTo(content(2));
        assertThat(ledger.delta(4, 5, Optional.empty(), 10).changed())
                .extracting(RowKey::document)
                .containsOnly(id("b"));
    }

    @Test
    @Tag("I2")
    void aSourceVersionOutlivesItAndWhatComesLaterApplies() {
        edits.done(
                Edits.upsert(
                        edits.base("a"),
                        edits.next("a", OptionalLong.of(7)),
                        "one",
                        Metadata.NONE));
        long settled = ledger.bases(List.of(id("a"))).getFirst().settled();
        ledger.purge(named("a"));

        assertThat(ledger.bases(List.of(id("a"))).getFirst().settled()).isEqualTo(settled);
        edits.put("a", "new");
        assertThat(content(3)).containsOnlyKeys(id("a"));
        assertThat(ledger.head().documents()).isEqualTo(1);
        assertThat(ledger.head().chunks()).isEqualTo(1);
    }

    @Test
    void onlyWhatTellsSomethingIsPurgedAndOnlyOnce() {
        edits.put("dir/a", "one");
        edits.put("dir/b", "two");
        edits.delete("dir/b");
        edits.put("other", "three");
        assertThat(ledger.purgeable(under("dir/"), Optional.empty(), 10))
                .containsExactly(id("dir/a"), id("dir/b"));
        assertThat(ledger.purgeable(under(""), Optional.of(id("dir/a")), 1))
                .containsExactly(id("dir/b"));
        assertThat(ledger.purgeable(named("other", "dir/a", "x"), Optional.empty(), 10))
                .containsExactly(id("dir/a"), id("other"));

        assertThat(ledger.purge(under("dir/"))).isPresent();
        assertThat(ledger.purgeable(under(""), Optional.empty(), 10)).containsExactly(id("other"));
        assertThat(ledger.purge(under("dir/"))).isEmpty();
        assertThat(ledger.head().version()).isEqualTo(5);
    }

    @Test
    void manyGoAtOnce() {
        for (int i = 0; i < 1203; i++) {
            edits.put("p%04d".formatted(i), "text " + i);
        }
        edits.put("q", "stays");
        Version version = ledger.purge(under("p")).orElseThrow();
        assertThat(version.documents().deleted()).isEqualTo(1203);
        assertThat(rows()).containsExactly("q");
    }
}
