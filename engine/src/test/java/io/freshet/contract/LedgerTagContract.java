package io.freshet.contract;

import static io.freshet.contract.Edits.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Outline;
import io.freshet.Position;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ledger.RolledBack;
import io.freshet.spi.Ledger.Tagged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Ledger] keeps for a version that has a tag, while its neighbours go.
public abstract class LedgerTagContract {
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

    private Tagged tag(String name, long version) {
        return ledger.tag(new TagName(name), version);
    }

    private boolean untag(String name) {
        return ledger.untag(new TagName(name));
    }

    @Test
    void aTagIsThereAfterAReopenAndMovesAndGoes() {
        edits.put("a", "one");
        edits.put("a", "two");

        assertThat(tag("release", 1)).isEqualTo(new Tagged.Done());
        assertThat(tag("before", 0)).isEqualTo(new Tagged.Done());
        ledger.close();
        ledger = open("h2");
        assertThat(ledger.tags())
                .containsExactly(
                        Map.entry(new TagName("before"), 0L),
                        Map.entry(new TagName("release"), 1L));
        assertThat(tag("release", 2)).isEqualTo(new Tagged.Done());
        assertThat(ledger.tags()).containsEntry(new TagName("release"), 2L);
        assertThat(untag("release")).isTrue();
        assertThat(untag("release")).isFalse();
        assertThat(ledger.tags()).containsOnlyKeys(new TagName("before"));
    }

    @Test
    void onlyARetainedVersionIsTagged() {
        for (int i = 0; i < 6; i++) {
            edits.put("a", "text " + i);
        }
        tag("kept", 2);
        Pages.prune(ledger, 5);

        assertThat(tag("late", 4)).isEqualTo(new Tagged.NotRetained(5));
        assertThat(tag("early", 7)).isEqualTo(new Tagged.NotRetained(5));
        assertThat(tag("again", 2)).isEqualTo(new Tagged.Done());
        assertThat(tag("head", 6)).isEqualTo(new Tagged.Done());
    }

    @Test
    void thereAreSoManyTagsAndNoMore() {
        edits.put("a", "one");
        for (int i = 0; i < Ledger.TAGS_MAX; i++) {
            tag("tag" + i, 1);
        }

        assertThat(tag("more", 1)).isEqualTo(new Tagged.TooMany(Ledger.TAGS_MAX));
        assertThat(tag("tag7", 0)).isEqualTo(new Tagged.Done());
        untag("tag8");
        assertThat(tag("more", 1)).isEqualTo(new Tagged.Done());
    }

    @Test
    void aTaggedVersionIsWholeWhileItsNeighboursGo() {
        edits.put("a", "one\n\ntwo");
        edits.put("b", "brief");
        edits.put("a", "two\n\nthree");
        edits.delete("b");
        edits.put("a", "four");
        edits.put("c", "late");
        Map<DocumentId, Committed> then = at(3);
        tag("release", 3);

        Pages.prune(ledger, 6);

        assertThat(at(3)).isEqualTo(then).hasSize(2);
        assertThat(ledger.documents(List.of(id("b")), 3))
                .isEqualTo(Map.of(id("b"), then.get(id("b"))));
        assertThat(ledger.outlines("", Optional.empty(), 9, 3))
                .isEqualTo(then.values().stream().map(Outline::of).toList());
        assertThat(ledger.outlines("b", Optional.empty(), 9, 3)).hasSize(1);
        assertThat(ledger.outlines("", Optional.of(id("a")), 9, 3)).hasSize(1);
        assertThat(ledger.outlines("", Optional.empty(), 1, 3)).hasSize(1);
        assertThat(ledger.outlines("", Optional.empty(), 9, 2)).isEmpty();
        assertThat(at(2)).isEmpty();
        assertThat(at(4)).isEmpty();
        assertThat(at(5)).isEmpty();
        assertThat(at(6)).containsOnlyKeys(id("a"), id("c"));
        assertThat(ledger.versions(Long.MAX_VALUE, 9))
                .extracting(Version::number)
                .containsExactly(6L, 3L);
        assertThat(ledger.touched(3, 6, Optional.empty(), 9))
                .containsExactly(id("a"), id("b"), id("c"));
        assertThat(ledger.head().oldest()).isEqualTo(6);
    }

    @Test
    @Tag("I9")
    void theFeedBeginsAtTheOldestVersionWhateverIsTagged() {
        for (int i = 0; i < 6; i++) {
            edits.put("a", "text " + i);
        }
        tag("release", 2);
        Pages.prune(ledger, 5);

        assertThat(ledger.oldestAnnounced()).isEqualTo(5);
        assertThat(ledger.changes(Position.complete("h1", 4), 6, 9)).hasSize(4);
    }

    @Test
    void whatATagHeldGoesAfterIt() {
        for (int i = 0; i < 6; i++) {
            edits.put("a", "text " + i);
        }
        tag("release", 2);
        Pages.prune(ledger, 6);
        untag("release");

        assertThat(at(2)).isEmpty();
        assertThat(ledger.prune(6, 1)).isTrue();
        Pages.prune(ledger, 6);
        assertThat(ledger.versions(Long.MAX_VALUE, 9))
                .extracting(Version::number)
                .containsExactly(6L);
        assertThat(tag("release", 2)).isEqualTo(new Tagged.NotRetained(6));
    }

    @Test
    @Tag("I2")
    void aDeletedDocumentIsKnownAsLongAsATagHoldsIt() {
        edits.put("a", "one");
        edits.delete("a");
        for (int i = 0; i < 4; i++) {
            edits.put("b", "text " + i);
        }
        tag("release", 1);
        Pages.prune(ledger, 5);
        assertThat(edits.base("a").settled()).isEqualTo(2);

        untag("release");
        Pages.prune(ledger, 6);
        assertThat(edits.base("a").settled()).isZero();
    }

    @Test
    void aTaggedVersionCanBeGoneBackTo() {
        edits.put("a", "one");
        edits.put("b", "two");
        edits.delete("b");
        edits.put("a", "three");
        edits.put("c", "late");
        tag("release", 2);
        Pages.prune(ledger, 5);

        var done = (RolledBack.Done) ledger.rollBack(new Ledger.Rollback(2, "", List.of(), NOW));

        assertThat(done.version().orElseThrow().documents())
                .isEqualTo(new Version.Documents(1, 1, 1));
        assertThat(texts(at(6))).isEqualTo(texts(at(2))).hasSize(2);
    }

    @Test
    void whatVersionsKeepBeyondTheHeadIsMeasuredByWhatTheyReplaced() {
        edits.put("a", "x".repeat(100));
        assertThat(ledger.measure(0)).isEqualTo(new Ledger.Measured(0, 0));
        edits.put("a", "y".repeat(3000));
        long first = ledger.measure(0).bytes();
        edits.put("b", "z");
        assertThat(ledger.measure(0)).isEqualTo(new Ledger.Measured(first, 2));
        edits.put("a", "w");
        long both = ledger.measure(0).bytes();

        assertThat(first).isPositive();
        assertThat(both).isGreaterThan(first);
        assertThat(ledger.measure(Long.MAX_VALUE)).isEqualTo(new Ledger.Measured(both, 0));
        assertThat(ledger.measure(both).within()).isZero();
        assertThat(ledger.measure(both - 1).within()).isEqualTo(2);
        assertThat(ledger.measure(0).within()).isEqualTo(4);
        Pages.prune(ledger, 2);
        assertThat(ledger.measure(0).bytes()).isEqualTo(both - first);
    }

    /// Every version is kept by a test that knows nothing of intervals; after each prune those that
    /// are retained read as they did, and between every two of them what differs is touched.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Tag("I3")
    void whateverIsTaggedAndPrunedWhatIsRetainedReadsAsItDid(long seed) {
        var chance = new Random(seed);
        NavigableMap<Long, Map<DocumentId, Committed>> all = new TreeMap<>();
        all.put(0L, Map.of());
        for (int step = 0; step < 90; step++) {
            switch (chance.nextInt(8)) {
                case 0 -> tag("t" + chance.nextInt(4), chance.nextInt(all.size()));
                case 1 -> untag("t" + chance.nextInt(4));
                case 2 -> ledger.prune(Math.max(0, all.size() - 2 - chance.nextInt(9)), 4);
                default -> edit(chance);
            }
            long head = ledger.head().version();
            all.computeIfAbsent(head, this::at);
            compare(all, "seed=" + seed + " step=" + step);
        }
    }

    private void edit(Random chance) {
        String document = "d" + chance.nextInt(5);
        if (edits.base(document).committed().isPresent() && chance.nextInt(3) == 0) {
            edits.delete(document);
        } else {
            edits.put(document, "text " + chance.nextInt(4) + "\n\nmore " + chance.nextInt(4));
        }
    }

    private void compare(NavigableMap<Long, Map<DocumentId, Committed>> all, String shown) {
        Set<Long> tagged = new TreeSet<>(ledger.tags().values());
        List<Long> retained = new ArrayList<>();
        for (var version : all.entrySet()) {
            boolean isRetained =
                    version.getKey() >= ledger.head().oldest() || tagged.contains(version.getKey());
            assertThat(at(version.getKey()))
                    .as("%s version=%s", shown, version.getKey())
                    .isEqualTo(isRetained ? version.getValue() : Map.of());
            if (isRetained) {
                retained.add(version.getKey());
            }
        }
        for (long from : retained) {
            for (long to : retained) {
                if (from <= to) {
                    assertThat(ledger.touched(from, to, Optional.empty(), 100))
                            .as("%s from=%s to=%s", shown, from, to)
                            .isSorted()
                            .containsAll(different(all.get(from), all.get(to)));
                }
            }
        }
    }

    private static Set<DocumentId> different(
            Map<DocumentId, Committed> before, Map<DocumentId, Committed> then) {
        Set<DocumentId> different = new TreeSet<>(before.keySet());
        different.addAll(then.keySet());
        different.removeIf(
                id ->
                        Optional.ofNullable(before.get(id))
                                .equals(Optional.ofNullable(then.get(id))));
        return different;
    }

    private Map<DocumentId, Committed> at(long version) {
        Map<DocumentId, Committed> documents = new TreeMap<>();
        for (Committed document : ledger.list("", Optional.empty(), 1000, version)) {
            documents.put(document.document(), document);
        }
        return documents;
    }

    private static Map<DocumentId, String> texts(Map<DocumentId, Committed> documents) {
        Map<DocumentId, String> texts = new TreeMap<>();
        documents.forEach((id, document) -> texts.put(id, document.content().text()));
        return texts;
    }
}
