package io.freshet.sim;

import static java.util.stream.Collectors.toCollection;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Base;
import io.freshet.Check;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Placement;
import io.freshet.Position;
import io.freshet.RowKey;
import io.freshet.Settlement;
import io.freshet.Sides;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.spi.Ledger.Head;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What a [MemoryLedger] has on its disk. Confined to whoever holds its monitor.
public final class MemoryLedgerState {
    final String history;
    final NavigableMap<Long, Version> versions = new TreeMap<>();
    final NavigableMap<Long, List<DocumentChanged>> announced = new TreeMap<>();
    final SortedMap<TagName, Long> tags = new TreeMap<>();
    final NavigableMap<Long, Long> replaced = new TreeMap<>();
    Optional<Sides> sides = Optional.empty();
    long version;
    long oldest;
    long settledSequence;

    private long liveDocuments;
    private long liveRows;
    private String space = "";
    private final NavigableMap<DocumentId, NavigableMap<Long, Written>> documents = new TreeMap<>();
    private final NavigableMap<RowKey, List<Interval>> rows = new TreeMap<>();
    private final Map<DocumentId, Settled> settled = new TreeMap<>();

    /// What a version made of a document.
    ///
    /// @param committed empty where it deleted it
    /// @param metadataVersion the version in which the metadata became what it is
    private record Written(Optional<Committed> committed, long metadataVersion) {}

    /// Whether any version knows more of it than that it was deleted.
    boolean tells(DocumentId document) {
        return documents.getOrDefault(document, new TreeMap<>()).values().stream()
                        .anyMatch(written -> written.committed().isPresent())
                || announced.values().stream()
                        .flatMap(List::stream)
                        .filter(change -> change.document().equals(document))
                        .anyMatch(change -> !change.metadata().equals(Metadata.NONE));
    }

    /// Everything of it goes but that it is deleted in a version.
    ///
    /// @return the live chunks that it had
    int forget(DocumentId document, long number) {
        liveDocuments -= committed(document, version).stream().count();
        int removed = hashes(document, version).size();
        liveRows -= removed;
        rows.keySet().removeIf(key -> key.document().equals(document));
        announced.replaceAll(
                (_, changes) ->
                        changes.stream()
                                .filter(change -> !change.document().equals(document))
                                .toList());
        documents.put(
                document, new TreeMap<>(Map.of(number, new Written(Optional.empty(), number))));
        settled.computeIfPresent(
                document,
                (_, old) ->
                        old.sourceVersion.isEmpty()
                                ? null
                                : new Settled(old.sequence, old.sourceVersion, number));
        return removed;
    }

    private record Interval(long added, long removed) {
        boolean holds(long version) {
            return added <= version && version < removed;
        }
    }

    private record Settled(long sequence, OptionalLong sourceVersion, long version) {}

    public MemoryLedgerState(String history) {
        this(history, 0);
    }

    /// @param version that it starts from, empty
    public MemoryLedgerState(String history, long version) {
        this.history = history;
        this.version = version;
        this.oldest = version;
    }

    /// The same as another history has it.
    MemoryLedgerState copy(String other) {
        MemoryLedgerState copy = new MemoryLedgerState(other, version);
        copy.versions.putAll(versions);
        announced.forEach(
                (number, changes) ->
                        copy.announced.put(
                                number,
                                changes.stream().map(change -> in(change, other)).toList()));
        copy.tags.putAll(tags);
        copy.replaced.putAll(replaced);
        copy.oldest = oldest;
        copy.sides = sides;
        copy.settledSequence = settledSequence;
        copy.liveDocuments = liveDocuments;
        copy.liveRows = liveRows;
        copy.space = space;
        documents.forEach((id, written) -> copy.documents.put(id, new TreeMap<>(written)));
        rows.forEach((key, intervals) -> copy.rows.put(key, new ArrayList<>(intervals)));
        copy.settled.putAll(settled);
        return copy;
    }

    private static DocumentChanged in(DocumentChanged change, String history) {
        Position there = change.position();
        return new DocumentChanged(
                new Position(history, there.version(), there.ordinal()),
                change.type(),
                change.document(),
                change.timestamp(),
                change.metadata(),
                change.chunks());
    }

    /// Whether a text or a row of such a document is on the disk, whatever is retained.
    boolean tellsOf(Predicate<DocumentId> which) {
        return rows.keySet().stream().anyMatch(key -> which.test(key.document()))
                || documents.keySet().stream().filter(which).anyMatch(this::tells);
    }

    Set<String> retainedHashes() {
        return rows.keySet().stream().map(RowKey::hash).collect(toCollection(TreeSet::new));
    }

    Head head() {
        return new Head(history, version, oldest, liveDocuments, liveRows, space);
    }

    Base base(DocumentId document) {
        Settled state = settled.get(document);
        if (state == null) {
            return Base.none(document);
        }
        return new Base(document, state.version, state.sequence, committed(document, version));
    }

    Optional<Committed> committed(DocumentId document, long at) {
        if (!retains(at)) {
            return Optional.empty();
        }
        return written(document, at).flatMap(Written::committed);
    }

    boolean retains(long at) {
        return (oldest <= at && at <= version) || (at < oldest && tags.containsValue(at));
    }

    private Optional<Written> written(DocumentId document, long at) {
        var entry = documents.getOrDefault(document, new TreeMap<>()).floorEntry(at);
        return Optional.ofNullable(entry).map(Map.Entry::getValue);
    }

    /// Applies one change and settles it.
    ///
    /// @return the metadata to announce
    Metadata write(DocumentChange change, long number, Instant timestamp) {
        DocumentId document = change.document();
        Optional<Committed> before = committed(document, version);
        Check.that(
                before.isPresent() || change.after().isPresent(),
                () -> "a document that is not there is deleted; document=" + document);
        Optional<Committed> after =
                change.after()
                        .map(
                                body ->
                                        new Committed(
                                                document,
                                                number,
                                                body.content(),
                                                body.metadata(),
                                                body.given(),
                                                body.placements(),
                                                timestamp));
        boolean keepsMetadata =
                before.isPresent()
                        && after.map(Committed::metadata).equals(before.map(Committed::metadata));
        long metadataVersion =
                keepsMetadata ? written(document, version).orElseThrow().metadataVersion() : number;
        documents
                .computeIfAbsent(document, _ -> new TreeMap<>())
                .put(number, new Written(after, metadataVersion));
        liveDocuments += after.stream().count() - before.stream().count();
        writeRows(change, number);
        settled.merge(
                document,
                new Settled(0, OptionalLong.empty(), number),
                (old, _) -> new Settled(old.sequence, old.sourceVersion, number));
        return after.or(() -> before).orElseThrow().metadata();
    }

    private void writeRows(DocumentChange change, long number) {
        DocumentId document = change.document();
        for (String hash : change.removed()) {
            List<Interval> intervals = rows.getOrDefault(new RowKey(document, hash), List.of());
            Check.that(
                    !intervals.isEmpty() && intervals.getLast().removed() == Long.MAX_VALUE,
                    () -> "a chunk that is not there is removed; document=" + document);
            intervals.set(intervals.size() - 1, new Interval(intervals.getLast().added(), number));
        }
        for (var chunk : change.added()) {
            var intervals =
                    rows.computeIfAbsent(
                            new RowKey(document, chunk.hash()), _ -> new ArrayList<>());
            Check.that(
                    intervals.isEmpty() || intervals.getLast().removed() <= number,
                    () -> "a chunk that is there is added; document=" + document);
            intervals.add(new Interval(number, Long.MAX_VALUE));
        }
        liveRows += change.added().size() - change.removed().size();
        SortedSet<String> placed =
                change.after().stream()
                        .flatMap(body -> body.placements().stream())
                        .map(Placement::hash)
                        .collect(toCollection(TreeSet::new));
        Check.that(
                placed.equals(hashes(document, number)),
                () -> "the placements are not the chunks; document=" + document);
    }

    private SortedSet<String> hashes(DocumentId document, long at) {
        return rows.tailMap(new RowKey(document, "")).keySet().stream()
                .takeWhile(key -> key.document().equals(document))
                .filter(key -> isLive(key, at))
                .map(RowKey::hash)
                .collect(toCollection(TreeSet::new));
    }

    /// The version is whole: it becomes the head.
    void add(Version made, List<DocumentChanged> changes) {
        versions.put(made.number(), made);
        announced.put(made.number(), List.copyOf(changes));
        replaced.put(made.number(), replaced(made.number()));
        version = made.number();
        space = made.space();
    }

    void settle(Settlement settlement) {
        DocumentId document = settlement.document();
        settledSequence = Math.max(settledSequence, settlement.sequence());
        Settled before = settled.getOrDefault(document, new Settled(0, OptionalLong.empty(), 0));
        OptionalLong source = max(before.sourceVersion, settlement.sourceVersion());
        if (source.isEmpty() && before.version == 0) {
            return;
        }
        long sequence = Math.max(before.sequence, settlement.sequence());
        settled.put(document, new Settled(sequence, source, before.version));
    }

    private static OptionalLong max(OptionalLong a, OptionalLong b) {
        return a.isEmpty() || (b.isPresent() && b.getAsLong() > a.getAsLong()) ? b : a;
    }

    Collection<RowKey> rowsAfter(Optional<RowKey> after) {
        return after.map(key -> rows.tailMap(key, false)).orElse(rows).keySet();
    }

    Collection<DocumentId> documentsAfter(Optional<DocumentId> after) {
        return after.map(id -> documents.tailMap(id, false)).orElse(documents).keySet();
    }

    boolean isLive(RowKey key, long at) {
        return rows.get(key).stream().anyMatch(interval -> interval.holds(at));
    }

    /// Whether a row that is live at `to` was added, or its document's metadata changed, after
    /// `from`.
    boolean changedAfter(RowKey key, long from, long to) {
        boolean added = rows.get(key).stream().anyMatch(i -> i.holds(to) && i.added() > from);
        return added || written(key.document(), to).orElseThrow().metadataVersion() > from;
    }

    /// Oldest first within each document: what is left of it stays true at `oldest` and after, and
    /// at versions with a tag.
    boolean prune(long to, int limit) {
        oldest = Math.max(oldest, to);
        versions.headMap(oldest).keySet().removeIf(number -> !tags.containsValue(number));
        announced.headMap(oldest).keySet().removeIf(number -> !tags.containsValue(number));
        int dropped = 0;
        for (var each : documents.entrySet()) {
            NavigableMap<Long, Written> history = each.getValue();
            for (long number : List.copyOf(history.keySet())) {
                if (dropped < limit && isSpent(history, number)) {
                    history.remove(number);
                    settledNoMore(each.getKey(), number);
                    dropped++;
                }
            }
        }
        for (List<Interval> intervals : rows.values()) {
            for (Interval interval : List.copyOf(intervals)) {
                if (dropped < limit && isSpent(interval.added(), interval.removed())) {
                    intervals.remove(interval);
                    dropped++;
                }
            }
        }
        documents.values().removeIf(Map::isEmpty);
        rows.values().removeIf(List::isEmpty);
        return dropped == limit;
    }

    /// Where it was the delete that was the last of it.
    private void settledNoMore(DocumentId document, long writtenIn) {
        Settled last = settled.get(document);
        if (last != null && last.version == writtenIn && last.sourceVersion.isEmpty()) {
            settled.remove(document);
        }
    }

    /// That a document was deleted must be known as long as anything older is.
    private boolean isSpent(NavigableMap<Long, Written> history, long number) {
        if (history.get(number).committed().isEmpty()) {
            return number < oldest && number == history.firstKey();
        }
        Long next = history.higherKey(number);
        return next != null && isSpent(number, next);
    }

    /// Whether no retained version lies from the one up to the other.
    private boolean isSpent(long from, long end) {
        return end <= oldest && tags.values().stream().noneMatch(tag -> from <= tag && tag < end);
    }

    /// What a version replaced, in characters of text.
    private long replaced(long number) {
        long sum = 0;
        for (var history : documents.values()) {
            var before = history.lowerEntry(number);
            boolean isReplaced = history.containsKey(number) && before != null;
            sum +=
                    isReplaced
                            ? before.getValue()
                                    .committed()
                                    .map(old -> 1L + old.content().text().length())
                                    .orElse(0L)
                            : 0;
        }
        return sum;
    }

    /// The documents that any version of these wrote or deleted.
    List<DocumentId> touched(long from, long to) {
        List<DocumentId> touched = new ArrayList<>();
        documents.forEach(
                (document, history) -> {
                    if (!history.subMap(from, false, to, true).isEmpty()) {
                        touched.add(document);
                    }
                });
        return touched;
    }
}
