package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.Announcement.VersionComplete;
import io.freshet.Base;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Writes random change sets to a ledger and keeps, naively, a copy of every version; then asks the
/// ledger everything.
final class LedgerModel {
    private static final List<DocumentId> DOCUMENTS =
            List.of("a", "a/1", "a/2", "a/😀", "a/\uFFFD", "b", "b%", "b_", "c", "c/d/e", "é", "z")
                    .stream()
                    .map(DocumentId::new)
                    .sorted()
                    .toList();

    private final Ledger ledger;
    private final Edits edits;
    private final Random chance;
    private final List<SortedMap<DocumentId, Committed>> versions;
    private final List<Announcement> feed;
    private final long seed;

    LedgerModel(Ledger ledger, long seed) {
        this(ledger, seed, new ArrayList<>(List.of(new TreeMap<>())), new ArrayList<>());
    }

    private LedgerModel(
            Ledger ledger,
            long seed,
            List<SortedMap<DocumentId, Committed>> versions,
            List<Announcement> feed) {
        this.ledger = ledger;
        this.seed = seed;
        this.versions = versions;
        this.feed = feed;
        this.edits = new Edits(ledger);
        this.chance = new Random(seed);
    }

    LedgerModel reopened(Ledger again) {
        return new LedgerModel(again, seed, versions, feed);
    }

    void write(int count) {
        for (int i = 0; i < count; i++) {
            List<DocumentId> chosen = new ArrayList<>(DOCUMENTS);
            Collections.shuffle(chosen, chance);
            chosen = chosen.subList(0, 1 + chance.nextInt(5));
            List<DocumentChange> changes =
                    ledger.bases(chosen).stream().flatMap(base -> change(base).stream()).toList();
            if (!changes.isEmpty()) {
                commit(changes);
            }
        }
    }

    private Optional<DocumentChange> change(Base base) {
        String name = base.document().value();
        var settlement =
                edits.next(
                        name,
                        chance.nextInt(3) == 0
                                ? OptionalLong.of(chance.nextInt(99))
                                : OptionalLong.empty());
        if (base.committed().isPresent() && chance.nextInt(4) == 0) {
            return Optional.of(Edits.delete(base, settlement));
        }
        List<String> paragraphs = new ArrayList<>();
        for (int i = chance.nextInt(6); i >= 0; i--) {
            paragraphs.add("paragraph " + chance.nextInt(9));
        }
        String text = String.join("\n\n", paragraphs);
        if (base.committed().isPresent() && chance.nextInt(4) == 0) {
            text = base.committed().get().content().text();
        }
        Metadata metadata = Metadata.of(Map.of("year", chance.nextInt(2), "title", "t"));
        return Optional.of(Edits.upsert(base, settlement, text, metadata));
    }

    private void commit(List<DocumentChange> changes) {
        var set = Edits.set(changes, List.of());
        var done = (Ledger.Commit.Done) ledger.commit(set);
        long number = versions.size();
        var now = new TreeMap<>(versions.getLast());
        int ordinal = 0;
        for (DocumentChange change : changes) {
            Optional<Committed> before = Optional.ofNullable(now.remove(change.document()));
            change.after()
                    .map(body -> committed(change, number, body, set.timestamp()))
                    .ifPresent(after -> now.put(after.document(), after));
            ordinal++;
            feed.add(
                    new DocumentChanged(
                            new Position(done.head().history(), number, ordinal),
                            change.type(),
                            change.document(),
                            change.timestamp(),
                            change.after()
                                    .map(DocumentChange.Body::metadata)
                                    .or(() -> before.map(Committed::metadata))
                                    .orElseThrow(),
                            new Version.Chunks(
                                    change.added().size(),
                                    change.removed().size(),
                                    change.kept())));
        }
        versions.add(now);
        Version version = done.version().orElseThrow();
        feed.add(new VersionComplete(Position.complete(done.head().history(), number), version));
        assertThat(version.number()).isEqualTo(number);
        assertThat(done.head()).isEqualTo(ledger.head());
        assertThat(done.head().documents()).isEqualTo(now.size());
        assertThat(done.head().chunks()).isEqualTo(rows(number).size());
    }

    private static Committed committed(
            DocumentChange change, long number, DocumentChange.Body body, Instant timestamp) {
        return new Committed(
                change.document(),
                number,
                body.content(),
                body.metadata(),
                body.given(),
                body.placements(),
                timestamp);
    }

    private NavigableSet<RowKey> rows(long version) {
        NavigableSet<RowKey> rows = new TreeSet<>();
        for (Committed committed : versions.get((int) version).values()) {
            for (Placement placement : committed.placements()) {
                rows.add(new RowKey(committed.document(), placement.hash()));
            }
        }
        return rows;
    }

    void prune() {
        Pages.prune(ledger, chance.nextLong(1, versions.size()));
    }

    /// Bases, documents, lists and the feed.
    void compare() {
        var head = versions.getLast();
        for (Base base : ledger.bases(DOCUMENTS)) {
            assertThat(base.committed()).isEqualTo(Optional.ofNullable(head.get(base.document())));
        }
        long oldest = ledger.head().oldest();
        for (int number = 0; number < versions.size(); number++) {
            var expected =
                    number < oldest ? new TreeMap<DocumentId, Committed>() : versions.get(number);
            assertThat(ledger.documents(DOCUMENTS, number))
                    .as("seed=%s version=%s", seed, number)
                    .isEqualTo(expected);
            compareLists(expected, number);
        }
        compareFeed();
    }

    private void compareLists(SortedMap<DocumentId, Committed> expected, long number) {
        var all = List.copyOf(expected.values());
        assertThat(ledger.list("", Optional.empty(), 100, number)).isEqualTo(all);
        String prefix = DOCUMENTS.get(chance.nextInt(DOCUMENTS.size())).value();
        var after = DOCUMENTS.get(chance.nextInt(DOCUMENTS.size()));
        int limit = 1 + chance.nextInt(4);
        assertThat(ledger.list(prefix, Optional.of(after), limit, number))
                .as("seed=%s version=%s prefix=%s after=%s", seed, number, prefix, after)
                .isEqualTo(
                        all.stream()
                                .filter(c -> c.document().value().startsWith(prefix))
                                .filter(c -> c.document().compareTo(after) > 0)
                                .limit(limit)
                                .toList());
    }

    private void compareFeed() {
        long last = versions.size() - 1L;
        long oldest = ledger.oldestAnnounced();
        String history = ledger.head().history();
        var kept = feed.stream().filter(e -> e.position().version() >= oldest).toList();
        var since = Position.complete(history, oldest - 1);
        assertThat(ledger.changes(since, last, 1000)).as("seed=%s", seed).isEqualTo(kept);
        for (int i = 0; i < kept.size(); i++) {
            int limit = 1 + chance.nextInt(8);
            var rest = kept.subList(i + 1, Math.min(kept.size(), i + 1 + limit));
            assertThat(ledger.changes(kept.get(i).position(), last, limit))
                    .as("seed=%s since=%s limit=%s", seed, kept.get(i).position(), limit)
                    .isEqualTo(rest);
        }
    }

    /// Between every two versions, and from nothing: a naive set of rows at one becomes exactly the
    /// rows of the other.
    void compareAllDeltas() {
        long oldest = ledger.head().oldest();
        for (long to = oldest; to < versions.size(); to++) {
            compareDelta(0, to);
            for (long from = oldest; from <= to; from++) {
                compareDelta(from, to);
            }
        }
    }

    private void compareDelta(long from, long to) {
        Ledger.Delta delta = Pages.delta(ledger, from, to, 1 + chance.nextInt(30));
        NavigableSet<RowKey> rows = rows(from);
        String shown = "seed=" + seed + " from=" + from + " to=" + to;
        assertThat(rows).as(shown).containsAll(delta.removed());
        delta.removed().forEach(rows::remove);
        rows.addAll(delta.changed());
        assertThat(rows).as(shown).isEqualTo(rows(to));
        assertThat(delta.changed()).as(shown).isSorted().doesNotHaveDuplicates();
        assertThat(delta.removed()).as(shown).isSorted().doesNotHaveDuplicates();
        assertThat(new HashSet<>(delta.changed()))
                .as(shown)
                .containsAll(ofChangedMetadata(from, to));
    }

    private Set<RowKey> ofChangedMetadata(long from, long to) {
        var before = versions.get((int) from);
        var after = versions.get((int) to);
        return rows(to).stream()
                .filter(
                        row ->
                                before.containsKey(row.document())
                                        && !before.get(row.document())
                                                .metadata()
                                                .equals(after.get(row.document()).metadata()))
                .collect(Collectors.toSet());
    }
}
