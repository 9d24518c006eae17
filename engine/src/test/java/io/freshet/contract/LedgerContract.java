package io.freshet.contract;

import static io.freshet.contract.Edits.id;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Format;
import io.freshet.Metadata;
import io.freshet.Settlement;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every [Ledger] does when it is written to, and what it then says of its head and of each
/// version. What it says of the way between versions is in [LedgerHistoryContract].
public abstract class LedgerContract {
    private static final Metadata TEAM =
            Metadata.of(Map.of("team", "billing", "title", "Refunds", "year", 2025));

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

    @Test
    void aNewLedgerIsEmpty() {
        assertThat(ledger.head()).isEqualTo(new Ledger.Head("h1", 0, 0, 0, 0, ""));
        assertThat(ledger.settledSequence()).isZero();
        assertThat(ledger.oldestAnnounced()).isEqualTo(1);
        assertThat(ledger.versions(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(ledger.list("", Optional.empty(), 10, 0)).isEmpty();
    }

    @Test
    void aCommitMakesTheNextVersion() {
        var insert = Edits.upsert(edits.base("a"), edits.next("a"), "one\n\ntwo", TEAM);
        var done = edits.done(insert, edits.upsert("b", "one"));
        var space = Edits.SPACE.fingerprint();
        assertThat(done.version())
                .contains(
                        new Version(
                                1,
                                Edits.START.plusSeconds(2),
                                Cause.EVENTS,
                                space,
                                new Version.Documents(2, 0, 0),
                                new Version.Chunks(3, 0, 0),
                                new ChangeSet.Tokens(2, 4)));
        assertThat(done.head()).isEqualTo(new Ledger.Head("h1", 1, 0, 2, 3, space));
        assertThat(ledger.head()).isEqualTo(done.head());
        assertThat(ledger.versions(2, 5)).containsExactly(done.version().orElseThrow());
    }

    @Test
    void theHeadCountsDistinctChunksOfEachDocument() {
        assertThat(edits.put("a", "same\n\nsame\n\nother").head().chunks()).isEqualTo(2);
        assertThat(edits.put("b", "same").head().chunks()).isEqualTo(3);
        assertThat(edits.put("a", "same\n\nsame").head().chunks()).isEqualTo(2);
        assertThat(edits.delete("b").head())
                .extracting(Ledger.Head::documents, Ledger.Head::chunks)
                .containsExactly(1L, 1L);
        assertThat(ledger.head().chunks()).isEqualTo(1);
    }

    @Test
    void aVersionCountsInsertsUpdatesAndDeletes() {
        edits.done(edits.upsert("a", "one"), edits.upsert("b", "one"));
        var update = edits.upsert("a", "one\n\ntwo");
        var delete = Edits.delete(edits.base("b"), edits.next("b"));
        var version = edits.done(edits.upsert("c", "x"), update, delete).version().orElseThrow();
        assertThat(version.documents()).isEqualTo(new Version.Documents(1, 1, 1));
        assertThat(version.chunks()).isEqualTo(new Version.Chunks(2, 1, 1));
    }

    @Test
    void basesAreGivenInTheOrderAsked() {
        edits.put("b", "one");
        edits.put("a", "two");
        var bases = ledger.bases(List.of(id("a"), id("none"), id("b")));
        assertThat(bases).extracting(Base::document).containsExactly(id("a"), id("none"), id("b"));
        assertThat(bases).extracting(Base::version).containsExactly(2L, 0L, 1L);
        assertThat(bases).extracting(Base::settled).containsExactly(2L, 0L, 1L);
        assertThat(bases.get(1)).isEqualTo(Base.none(id("none")));
    }

    @Test
    void aBaseHoldsAllThatWasCommitted() {
        String text = "# Grüße 👋\n\nsame\n\nsame\n\nend";
        edits.done(Edits.upsert(edits.base("a"), edits.next("a"), text, TEAM));
        assertThat(edits.base("a").committed())
                .contains(
                        new Committed(
                                id("a"),
                                1,
                                new Content(Format.MARKDOWN, text),
                                TEAM,
                                Metadata.of(Map.of("team", "billing", "year", 2025)),
                                Edits.placements(text),
                                Edits.START.plusSeconds(1)));
    }

    @Test
    void withoutChangesOnlySettledSequencesRise() {
        edits.put("a", "one");
        var done = (Ledger.Commit.Done) edits.settle(edits.base("a"), edits.next("a"));
        assertThat(done.version()).isEmpty();
        assertThat(done.head()).isEqualTo(ledger.head());
        assertThat(ledger.head().version()).isEqualTo(1);
        assertThat(edits.base("a"))
                .extracting(Base::version, Base::settled)
                .containsExactly(1L, 2L);
        assertThat(ledger.settledSequence()).isEqualTo(2);
    }

    @Test
    @Tag("I2")
    void aSettledSequenceIsNeverLowered() {
        edits.put("a", "one");
        edits.put("a", "two");
        var first = new Settlement(id("a"), 1, OptionalLong.empty());
        edits.settle(edits.base("a"), first);
        assertThat(edits.base("a").settled()).isEqualTo(2);
        edits.done(Edits.upsert(edits.base("a"), first, "three", Metadata.NONE));
        assertThat(edits.base("a")).extracting(Base::settled).isEqualTo(2L);
        assertThat(ledger.settledSequence()).isEqualTo(2);
    }

    @Test
    @Tag("I2")
    void aDeletedDocumentWithASourceVersionKeepsItsTombstone() {
        edits.put("a", "one");
        edits.done(Edits.delete(edits.base("a"), edits.next("a", OptionalLong.of(7))));
        assertThat(edits.base("a")).isEqualTo(new Base(id("a"), 2, 2, Optional.empty()));
        edits.settle(edits.base("none"), edits.next("none", OptionalLong.of(1)));
        assertThat(edits.base("none")).isEqualTo(new Base(id("none"), 0, 3, Optional.empty()));
    }

    @Test
    void anUnknownDocumentWithoutASourceVersionLeavesNoRow() {
        edits.put("a", "one");
        edits.delete("a");
        edits.settle(edits.base("none"), edits.next("none"));
        assertThat(edits.base("a")).isEqualTo(new Base(id("a"), 2, 2, Optional.empty()));
        assertThat(ledger.settled(id("a"))).isEqualTo(2);
        assertThat(ledger.settled(id("none"))).isZero();
        assertThat(edits.base("none")).isEqualTo(Base.none(id("none")));
        assertThat(ledger.settledSequence()).isEqualTo(3);
    }

    @Test
    @Tag("I2")
    void aSourceVersionOutlivesADeleteWithoutOne() {
        var withSource = edits.next("a", OptionalLong.of(7));
        edits.done(Edits.upsert(edits.base("a"), withSource, "one", Metadata.NONE));
        edits.delete("a");
        assertThat(edits.base("a")).isEqualTo(new Base(id("a"), 2, 2, Optional.empty()));
        edits.settle(edits.base("a"), edits.next("a"));
        assertThat(edits.base("a")).isEqualTo(new Base(id("a"), 2, 3, Optional.empty()));
        edits.put("a", "back");
        assertThat(edits.base("a").committed()).isPresent();
    }

    @Test
    void nothingIsCommittedWhereABaseWasWrittenByAnotherVersion() {
        edits.done(edits.upsert("a", "one"), edits.upsert("b", "one"));
        var stale = edits.upsert("a", "stale");
        var other = edits.upsert("b", "fresh");
        edits.put("a", "two");
        var head = ledger.head();
        assertThat(ledger.commit(Edits.set(stale, other)))
                .isEqualTo(new Ledger.Commit.Moved(List.of(id("a"))));
        assertThat(ledger.head()).isEqualTo(head);
        assertThat(edits.base("b").version()).isEqualTo(1);
    }

    @Test
    void nothingIsCommittedWhereASettledSequenceRose() {
        edits.put("a", "one");
        var stale = edits.upsert("a", "stale");
        var unchanged = new ChangeSet.Unchanged(edits.base("a"), edits.next("a"));
        edits.settle(edits.base("a"), edits.next("a"));
        var moved = new Ledger.Commit.Moved(List.of(id("a")));
        assertThat(ledger.commit(Edits.set(stale))).isEqualTo(moved);
        assertThat(ledger.commit(Edits.set(List.of(), List.of(unchanged)))).isEqualTo(moved);
        assertThat(ledger.head().version()).isEqualTo(1);
    }

    @Test
    @Tag("I3")
    void aDocumentReadsAtEachVersionAsThatVersionHeldIt() {
        edits.put("a", "one");
        edits.put("a", "two");
        edits.put("b", "other");
        edits.delete("a");
        edits.put("a", "three");
        assertThat(textAt("a", 1)).contains("one");
        assertThat(textAt("a", 2)).contains("two");
        assertThat(textAt("a", 3)).contains("two");
        assertThat(textAt("a", 4)).isEmpty();
        assertThat(textAt("a", 5)).contains("three");
        assertThat(textAt("b", 2)).isEmpty();
        assertThat(ledger.documents(List.of(id("b")), 5).keySet()).containsExactly(id("b"));
    }

    @Test
    void aVersionThatDoesNotExistHoldsNothing() {
        edits.put("a", "one");
        assertThat(textAt("a", 0)).isEmpty();
        assertThat(textAt("a", 2)).isEmpty();
        assertThat(ledger.list("", Optional.empty(), 10, 2)).isEmpty();
    }

    private Optional<String> textAt(String document, long version) {
        return Optional.ofNullable(
                        ledger.documents(List.of(id(document)), version).get(id(document)))
                .map(committed -> committed.content().text());
    }

    @Test
    void aListIsInTheOrderOfUtf8Bytes() {
        List<String> ids = List.of("A", "a%b", "a/1", "a/10", "a/2", "a_b", "b", "\uFFFD", "😀");
        ids.reversed().forEach(document -> edits.put(document, "text"));
        assertThat(list("", Optional.empty(), 100)).isEqualTo(ids);
        assertThat(list("a/", Optional.empty(), 100)).containsExactly("a/1", "a/10", "a/2");
        assertThat(list("a%", Optional.empty(), 100)).containsExactly("a%b");
        assertThat(list("a_", Optional.empty(), 100)).containsExactly("a_b");
        assertThat(list("😀", Optional.empty(), 100)).containsExactly("😀");
        assertThat(list("zz", Optional.empty(), 100)).isEmpty();
    }

    @Test
    void aListGoesOnAfterADocument() {
        List.of("a/1", "a/2", "a/3", "b").forEach(document -> edits.put(document, "text"));
        assertThat(list("a/", Optional.empty(), 2)).containsExactly("a/1", "a/2");
        assertThat(list("a/", Optional.of("a/2"), 2)).containsExactly("a/3");
        assertThat(list("a/", Optional.of("a/15"), 2)).containsExactly("a/2", "a/3");
        assertThat(list("a/", Optional.of("A"), 1)).containsExactly("a/1");
        assertThat(list("a/", Optional.of("b"), 2)).isEmpty();
    }

    @Test
    void aPrefixMayEndWithTheHighestCodePoint() {
        String highest = Character.toString(Character.MAX_CODE_POINT);
        List.of("a", "a" + highest, "a" + highest + "z", highest, highest + "y")
                .forEach(document -> edits.put(document, "text"));
        assertThat(list("a" + highest, Optional.empty(), 9))
                .containsExactly("a" + highest, "a" + highest + "z");
        assertThat(list(highest, Optional.empty(), 9)).containsExactly(highest, highest + "y");
    }

    private List<String> list(String prefix, Optional<String> after, int limit) {
        return ledger
                .list(prefix, after.map(DocumentId::new), limit, ledger.head().version())
                .stream()
                .map(committed -> committed.document().value())
                .toList();
    }

    @Test
    void versionsAreGivenNewestFirst() {
        List.of("a", "b", "c", "d").forEach(document -> edits.put(document, "text"));
        assertThat(ledger.versions(4, 2)).extracting(Version::number).containsExactly(3L, 2L);
        assertThat(ledger.versions(Long.MAX_VALUE, 9)).hasSize(4);
    }

    @Test
    @Tag("I1")
    void allOfItIsThereAfterItIsOpenedAgain() {
        edits.put("a", "one\n\ntwo");
        edits.settle(edits.base("z"), edits.next("z", OptionalLong.of(3)));
        edits.put("a", "two");
        var head = ledger.head();
        var base = edits.base("a");
        ledger.close();
        ledger = open("another");
        edits = new Edits(ledger);
        assertThat(ledger.head()).isEqualTo(head);
        assertThat(ledger.head().history()).isEqualTo("h1");
        assertThat(edits.base("a")).isEqualTo(base);
        assertThat(edits.base("z").settled()).isEqualTo(2);
        assertThat(ledger.settledSequence()).isEqualTo(3);
        assertThat(edits.put("b", "one").head().version()).isEqualTo(3);
    }

    @Test
    void aChunkIsPlacedWhereItStandsFirst() {
        edits.put("a", "x\n\nsame\n\nsame");
        Committed committed = edits.base("a").committed().orElseThrow();
        var placement = committed.placements().get(1);
        assertThat(Ledger.placed(committed, placement.hash()))
                .contains(new Ledger.Placed(placement, 1));
        assertThat(Ledger.placed(committed, "none")).isEmpty();
    }

    @Test
    void aRefreshCountsAsAnUpdate() {
        edits.put("a", "one");
        var update = edits.upsert("a", "two");
        var refresh =
                new DocumentChange(
                        EventType.REFRESH,
                        update.base(),
                        update.settlement(),
                        update.timestamp(),
                        update.after(),
                        update.added(),
                        update.removed(),
                        update.kept());
        var version = edits.done(refresh).version().orElseThrow();
        assertThat(version.documents()).isEqualTo(new Version.Documents(0, 1, 0));
    }

    @Test
    @Tag("I3")
    void readersSeeWholeVersionsOnly() throws Exception {
        var finished = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> reader = threads.submit(() -> readUntil(finished));
            try {
                for (int i = 1; i <= 40; i++) {
                    String text = "version " + i;
                    edits.done(
                            edits.upsert("a", text),
                            edits.upsert("b", text),
                            edits.upsert("c", text));
                }
            } finally {
                finished.set(true);
            }
            reader.get();
        }
    }

    private void readUntil(AtomicBoolean finished) {
        while (!finished.get()) {
            var head = ledger.head();
            var texts =
                    ledger.list("", Optional.empty(), 10, head.version()).stream()
                            .map(committed -> committed.content().text())
                            .toList();
            assertThat(texts).hasSize(head.version() == 0 ? 0 : 3);
            assertThat(texts.stream().collect(toSet())).isSubsetOf("version " + head.version());
        }
    }
}
