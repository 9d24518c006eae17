package io.freshet.sim;

import io.freshet.Change;
import io.freshet.DocumentId;
import io.freshet.Passage;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Purge;
import io.freshet.SourceItem;
import io.freshet.SourceProgress;
import io.freshet.spi.Journal.Expected;
import io.freshet.spi.Journal.Expected.Becomes;
import io.freshet.spi.Journal.Trimmed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a journal in memory knows: what would be on its disk. Confined to its journal.
final class JournalState {
    /// @param pending of a superseded row: what it was, as it was in work
    /// @param problem empty where nothing failed
    /// @param firstFailed of the attempts that count
    record Row(
            Pending pending,
            Origin origin,
            Place place,
            Optional<String> problem,
            Optional<Instant> firstFailed) {
        Row(Pending pending, Origin origin, Place place, Optional<String> problem) {
            this(pending, origin, place, problem, Optional.empty());
        }

        boolean isDead() {
            return place instanceof Place.Dead;
        }

        Row superseded() {
            return new Row(pending, origin, new Place.Superseded(), Optional.empty());
        }

        Row with(Pending other) {
            return new Row(other, origin, place, problem, firstFailed);
        }

        boolean isWaiting() {
            return place instanceof Place.Waiting;
        }
    }

    /// @param request the sequence that names it, and `event` the one that names its event
    record Origin(long request, long event) {}

    /// How a row stands.
    sealed interface Place {
        record Waiting() implements Place {}

        record Superseded() implements Place {}

        record Held(String source, String root) implements Place {}

        record Dead(Instant lastFailed, Optional<Passage> passage) implements Place {}
    }

    /// The sequences that an event with an id was given.
    record Original(long first, long last, Instant accepted) {}

    final NavigableMap<Long, Row> rows = new TreeMap<>();
    final Map<DocumentId, Long> floors = new LinkedHashMap<>();
    final Map<String, Original> originals = new LinkedHashMap<>();
    final Map<String, NavigableMap<DocumentId, SourceItem>> items = new LinkedHashMap<>();
    private final Map<DocumentId, TreeSet<Long>> sequences = new LinkedHashMap<>();
    long sequence;
    long accepted;
    long applied;
    long superseded;
    long ignored;
    long discarded;
    Optional<Trimmed> trimmed = Optional.empty();
    Optional<Purge> purging = Optional.empty();

    JournalState copy() {
        JournalState copy = new JournalState();
        rows.values().forEach(copy::put);
        copy.floors.putAll(floors);
        copy.originals.putAll(originals);
        items.forEach((source, known) -> copy.items.put(source, new TreeMap<>(known)));
        copy.sequence = sequence;
        copy.accepted = accepted;
        copy.applied = applied;
        copy.superseded = superseded;
        copy.ignored = ignored;
        copy.discarded = discarded;
        copy.trimmed = trimmed;
        copy.purging = purging;
        return copy;
    }

    void put(Row row) {
        long at = row.pending().sequence();
        rows.put(at, row);
        sequences.computeIfAbsent(row.pending().document(), _ -> new TreeSet<>()).add(at);
    }

    Optional<Row> row(DocumentId document, long at) {
        return Optional.ofNullable(rows.get(at))
                .filter(row -> row.pending().document().equals(document));
    }

    void remove(Row row) {
        DocumentId document = row.pending().document();
        rows.remove(row.pending().sequence());
        TreeSet<Long> left = sequences.getOrDefault(document, new TreeSet<>());
        left.remove(row.pending().sequence());
        if (left.isEmpty()) {
            sequences.remove(document);
        }
    }

    /// All rows of a document, by sequence.
    List<Row> of(DocumentId document) {
        List<Row> found = new ArrayList<>();
        sequences
                .getOrDefault(document, new TreeSet<>())
                .forEach(
                        at -> {
                            Row row = rows.get(at);
                            if (row != null) {
                                found.add(row);
                            }
                        });
        return Collections.unmodifiableList(found);
    }

    List<Row> waiting(DocumentId document) {
        return of(document).stream().filter(Row::isWaiting).toList();
    }

    /// By sequence; a document has only the one or the other.
    List<Row> waitingOrDead(DocumentId document) {
        return of(document).stream().filter(row -> row.isWaiting() || row.isDead()).toList();
    }

    /// By document.
    List<Row> dead() {
        return rows.values().stream()
                .filter(Row::isDead)
                .sorted(Comparator.comparing(row -> row.pending().document()))
                .toList();
    }

    Optional<Row> dead(DocumentId document) {
        return of(document).stream().filter(Row::isDead).findFirst();
    }

    List<Row> waiting() {
        return rows.values().stream().filter(Row::isWaiting).toList();
    }

    /// By document; those that only refreshes wait for are left out.
    List<Expected> expected(String prefix) {
        return sequences.keySet().stream()
                .filter(document -> document.value().startsWith(prefix))
                .sorted()
                .flatMap(document -> expected(document).stream())
                .toList();
    }

    private Optional<Expected> expected(DocumentId document) {
        List<Pending> rows = newestFirst(document);
        return rows.stream()
                .filter(row -> !row.change().keepsText())
                .findFirst()
                .or(() -> rows.stream().filter(row -> !isRefresh(row.change())).findFirst())
                .map(row -> new Expected(document, becomes(document), row.sequence()));
    }

    private static boolean isRefresh(Change change) {
        return change instanceof Change.Refresh;
    }

    private List<Pending> newestFirst(DocumentId document) {
        return waitingOrDead(document).reversed().stream().map(Row::pending).toList();
    }

    /// What all that waits makes of the document.
    Becomes becomes(DocumentId document) {
        return newestFirst(document).stream()
                .map(Pending::change)
                .filter(change -> !change.keepsText())
                .findFirst()
                .map(change -> change instanceof Change.Delete ? Becomes.GONE : Becomes.THERE)
                .orElse(Becomes.AS_COMMITTED);
    }

    /// By document.
    List<Row> withheld() {
        return rows.values().stream()
                .filter(row -> row.place() instanceof Place.Held)
                .sorted(Comparator.comparing(row -> row.pending().document()))
                .toList();
    }

    Optional<Row> withheld(DocumentId document) {
        return of(document).stream().filter(row -> row.place() instanceof Place.Held).findFirst();
    }

    void store(SourceProgress progress) {
        Map<DocumentId, SourceItem> known =
                items.computeIfAbsent(progress.source(), _ -> new TreeMap<>());
        progress.seen().forEach(item -> known.put(item.document(), item));
        progress.gone().forEach(known::remove);
    }

    boolean isHead(Row row) {
        return waiting(row.pending().document()).getFirst().equals(row);
    }

    List<Row> group(long group) {
        return waiting().stream()
                .filter(row -> row.pending().group().stream().anyMatch(g -> g == group))
                .toList();
    }

    /// A row lends its priority to what must become visible with it or before it: the rows of its
    /// document up to it, and their groups.
    void lend(Pending lender, Priority priority) {
        Set<Long> groups = new HashSet<>();
        Deque<Pending> open = new ArrayDeque<>(List.of(lender));
        while (!open.isEmpty()) {
            Pending until = open.remove();
            for (Row row : waiting(until.document())) {
                Pending pending = row.pending();
                if (pending.sequence() > until.sequence()
                        || pending.priority().compareTo(priority) >= 0) {
                    continue;
                }
                put(row.with(raised(pending, priority)));
                pending.group().stream()
                        .filter(groups::add)
                        .mapToObj(this::group)
                        .flatMap(List::stream)
                        .map(Row::pending)
                        .forEach(open::add);
            }
        }
    }

    private static Pending raised(Pending p, Priority priority) {
        return new Pending(
                p.document(),
                p.change(),
                p.sequence(),
                priority,
                p.sourceVersion(),
                p.timestamp(),
                p.since(),
                p.notBefore(),
                p.attempts(),
                p.group(),
                p.cause());
    }
}
