package io.freshet.contract;

import static io.freshet.contract.Edits.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.Announcement.VersionComplete;
import io.freshet.Base;
import io.freshet.EventType;
import io.freshet.Metadata;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Text;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Ledger] says of the way between its versions: to stores by `delta`, to subscribers
/// by `changes`; and what it forgets by `prune`.
public abstract class LedgerHistoryContract {
    private static final Metadata TEAM = Metadata.of(Map.of("team", "billing"));

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

    private static RowKey row(String document, String text) {
        return new RowKey(id(document), Text.hash(text));
    }

    private Ledger.Delta delta(long from, long to) {
        return ledger.delta(from, to, Optional.empty(), 1000);
    }

    @Test
    void aDeltaListsWhatWasAddedAndRemoved() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "one");
        edits.put("a", "two\n\nthree");
        assertThat(delta(2, 3).changed()).containsExactly(row("a", "three"));
        assertThat(delta(2, 3).removed()).containsExactly(row("a", "one"));
        assertThat(delta(0, 3).changed())
                .containsExactlyInAnyOrder(row("a", "two"), row("a", "three"), row("b", "one"))
                .isSorted();
        assertThat(delta(0, 3).removed()).isEmpty();
        assertThat(delta(3, 3)).isEqualTo(new Ledger.Delta(List.of(), List.of(), Optional.empty()));
        assertThat(delta(0, 0).changed()).isEmpty();
    }

    @Test
    void aRowThatWasRemovedAndAddedAgainIsListedAsAddedOnly() {
        edits.put("a", "one");
        edits.put("a", "two");
        edits.put("a", "one");
        assertThat(delta(1, 3).changed()).containsExactly(row("a", "one"));
        assertThat(delta(1, 3).removed()).isEmpty();
    }

    @Test
    void aRowThatCameAndWentIsNotListed() {
        edits.put("a", "one");
        edits.put("b", "two");
        edits.delete("b");
        assertThat(delta(1, 3)).isEqualTo(new Ledger.Delta(List.of(), List.of(), Optional.empty()));
        assertThat(delta(2, 3).removed()).containsExactly(row("b", "two"));
    }

    @Test
    void allRowsOfADocumentAreListedWhereItsMetadataChanged() {
        edits.put("a", "one\n\ntwo");
        edits.done(
                Edits.upsert(edits.base("a"), edits.next("a"), "one\n\nthree", TEAM),
                edits.upsert("b", "other"));
        edits.done(Edits.upsert(edits.base("a"), edits.next("a"), "one\n\nfour", TEAM));
        assertThat(delta(1, 2).changed())
                .containsExactlyInAnyOrder(row("a", "one"), row("a", "three"), row("b", "other"));
        assertThat(delta(1, 3).changed())
                .containsExactlyInAnyOrder(row("a", "one"), row("a", "four"), row("b", "other"));
        assertThat(delta(2, 3).changed()).containsExactly(row("a", "four"));
    }

    @Test
    void aDocumentsHistoryIsWhatVersionsDidToIt() {
        edits.put("a", "one");
        edits.put("b", "other");
        edits.put("a", "one\n\ntwo");
        edits.delete("a");

        assertThat(ledger.history(id("a"), Long.MAX_VALUE, 10))
                .extracting(change -> change.position().version() + " " + change.type())
                .containsExactly("4 DELETE", "3 UPDATE", "1 INSERT");
        assertThat(ledger.history(id("a"), 4, 1))
                .singleElement()
                .satisfies(c -> assertThat(c.chunks()).isEqualTo(new Version.Chunks(1, 0, 1)));
        assertThat(ledger.history(id("unknown"), Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void whatVersionsTouchedIsListedById() {
        edits.put("c", "one");
        edits.put("a", "one");
        edits.put("b", "one");
        edits.put("a", "two");
        edits.delete("c");

        assertThat(ledger.touched(2, 5, Optional.empty(), 10))
                .containsExactly(id("a"), id("b"), id("c"));
        assertThat(ledger.touched(2, 5, Optional.of(id("a")), 1)).containsExactly(id("b"));
        assertThat(ledger.touched(3, 4, Optional.empty(), 10)).containsExactly(id("a"));
        assertThat(ledger.touched(5, 5, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aDeltaGoesOnAfterAKey() {
        edits.put("a", "one\n\ntwo\n\nthree");
        edits.put("b", "one");
        edits.put("a", "four\n\nfive");
        var whole = delta(1, 3);
        var first = ledger.delta(1, 3, Optional.empty(), 1);
        assertThat(first.changed().size() + first.removed().size()).isEqualTo(1);
        assertThat(first.next()).isPresent();
        assertThat(Pages.delta(ledger, 1, 3, 2)).isEqualTo(whole);
        assertThat(Pages.delta(ledger, 1, 3, 1)).isEqualTo(whole);
        assertThat(Pages.delta(ledger, 0, 3, 1)).isEqualTo(delta(0, 3));
    }

    @Test
    @Tag("I9")
    void theFeedTellsEachVersionInOrder() {
        var upsert = Edits.upsert(edits.base("a"), edits.next("a"), "one\n\ntwo", TEAM);
        var first = edits.done(upsert, edits.upsert("b", "x")).version().orElseThrow();
        var second = edits.delete("a").version().orElseThrow();
        var all = ledger.changes(new Position("h1", 0, Position.COMPLETE), 2, 100);
        assertThat(all)
                .containsExactly(
                        new DocumentChanged(
                                new Position("h1", 1, 1),
                                EventType.INSERT,
                                id("a"),
                                Edits.START.minusSeconds(999),
                                TEAM,
                                new Version.Chunks(2, 0, 0)),
                        new DocumentChanged(
                                new Position("h1", 1, 2),
                                EventType.INSERT,
                                id("b"),
                                Edits.START.minusSeconds(998),
                                Metadata.NONE,
                                new Version.Chunks(1, 0, 0)),
                        new VersionComplete(Position.complete("h1", 1), first),
                        new DocumentChanged(
                                new Position("h1", 2, 1),
                                EventType.DELETE,
                                id("a"),
                                Edits.START.minusSeconds(997),
                                TEAM,
                                new Version.Chunks(0, 2, 0)),
                        new VersionComplete(Position.complete("h1", 2), second));
    }

    @Test
    @Tag("I9")
    void theFeedGoesOnFromEveryPositionInPagesOfAnySize() {
        edits.done(edits.upsert("a", "one"), edits.upsert("b", "x"), edits.upsert("c", "x"));
        edits.put("a", "two");
        edits.done(edits.upsert("a", "three"), edits.upsert("b", "y"));
        var start = new Position("h1", 0, Position.COMPLETE);
        var all = ledger.changes(start, 3, 100);
        assertThat(all).hasSize(9);
        for (int i = 0; i < all.size(); i++) {
            for (int limit = 1; limit <= all.size() - i; limit++) {
                Position since = i == 0 ? start : all.get(i - 1).position();
                assertThat(ledger.changes(since, 3, limit)).isEqualTo(all.subList(i, i + limit));
            }
        }
        assertThat(ledger.changes(start, 2, 100)).isEqualTo(all.subList(0, 6));
        assertThat(ledger.changes(all.getLast().position(), 3, 10)).isEmpty();
        assertThat(ledger.changes(all.get(3).position(), 1, 10)).isEmpty();
    }

    @Test
    void whatNoRetainedVersionNeedsIsDropped() {
        edits.put("a", "one");
        edits.put("a", "two");
        edits.put("b", "gone");
        edits.delete("b");
        edits.put("a", "three");
        var head = ledger.head();
        Pages.prune(ledger, 4);
        assertThat(ledger.head())
                .isEqualTo(
                        new Ledger.Head("h1", 5, 4, head.documents(), head.chunks(), head.space()));
        assertThat(ledger.oldestAnnounced()).isEqualTo(4);
        assertThat(ledger.versions(Long.MAX_VALUE, 9))
                .extracting(Version::number)
                .containsExactly(5L, 4L);
        assertThat(ledger.documents(List.of(id("a")), 3)).isEmpty();
        assertThat(ledger.list("", Optional.empty(), 9, 3)).isEmpty();
        assertThat(ledger.list("", Optional.empty(), 9, 4))
                .singleElement()
                .satisfies(a -> assertThat(a.content().text()).isEqualTo("two"))
                .satisfies(a -> assertThat(a.version()).isEqualTo(2));
        assertThat(delta(0, 5).changed()).containsExactly(row("a", "three"));
        assertThat(delta(4, 5).removed()).containsExactly(row("a", "two"));
    }

    @Test
    @Tag("I9")
    void theFeedIsWholeFromTheOldestAnnouncedVersionOn() {
        edits.put("a", "one");
        edits.done(Edits.upsert(edits.base("b"), edits.next("b"), "x", TEAM));
        edits.delete("b");
        edits.put("a", "two");
        var all = ledger.changes(new Position("h1", 0, Position.COMPLETE), 4, 100);
        Pages.prune(ledger, 3);
        var oldest = Position.complete("h1", ledger.oldestAnnounced() - 1);
        List<Announcement> kept = ledger.changes(oldest, 4, 100);
        assertThat(kept).isEqualTo(all.subList(4, 8));
    }

    @Test
    void theHeadStaysWholeHoweverMuchIsDropped() {
        edits.put("a", "one");
        edits.put("b", "two");
        edits.put("b", "three");
        Pages.prune(ledger, 100);
        assertThat(ledger.head().oldest()).isEqualTo(3);
        assertThat(ledger.list("", Optional.empty(), 9, 3)).hasSize(2);
        assertThat(edits.base("a").committed()).isPresent();
        Pages.prune(ledger, 1);
        assertThat(ledger.head().oldest()).isEqualTo(3);
        assertThat(edits.put("a", "four").head().version()).isEqualTo(4);
    }

    @Test
    void aPruneIsBoundedAndGoesOn() {
        for (int i = 0; i < 30; i++) {
            edits.put("a", "text " + i);
        }
        assertThat(ledger.prune(30, 5)).isTrue();
        assertThat(ledger.head().oldest()).isEqualTo(30);
        assertThat(ledger.documents(List.of(id("a")), 30)).hasSize(1);
        Pages.prune(ledger, 30);
        assertThat(ledger.prune(30, 5)).isFalse();
        assertThat(delta(0, 30).changed()).containsExactly(row("a", "text 29"));
    }

    @Test
    @Tag("I2")
    void aTombstoneWithASourceVersionOutlivesEveryPrune() {
        edits.put("a", "one");
        edits.done(Edits.delete(edits.base("a"), edits.next("a", OptionalLong.of(7))));
        edits.put("b", "one");
        Pages.prune(ledger, 3);
        assertThat(edits.base("a").settled()).isEqualTo(2);
        assertThat(edits.base("a").version()).isEqualTo(2);
    }

    /// As long as a rollback can bring it back, what deleted it must not do so again.
    @Test
    @Tag("I2")
    void aDeletedDocumentIsKnownUntilNoRetainedVersionHoldsIt() {
        edits.put("a", "one");
        edits.delete("a");
        edits.put("b", "one");
        Pages.prune(ledger, 2);
        assertThat(edits.base("a")).isEqualTo(new Base(id("a"), 2, 2, Optional.empty()));
        Pages.prune(ledger, 3);
        assertThat(edits.base("a")).isEqualTo(Base.none(id("a")));
        edits.put("a", "again");
        edits.put("b", "two");
        Pages.prune(ledger, 5);
        assertThat(edits.base("a").committed()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("I3")
    @Tag("I4")
    @Tag("I9")
    void anyHistoryReadsLikeANaiveModel(long seed) {
        var model = new LedgerModel(ledger, seed);
        model.write(25);
        model.compare();
        model.compareAllDeltas();
        ledger.close();
        ledger = open("h2");
        var pruned = model.reopened(ledger);
        pruned.prune();
        pruned.write(10);
        pruned.compare();
        pruned.compareAllDeltas();
    }
}
