package io.freshet.sim;

import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Failure;
import io.freshet.Pending;
import io.freshet.Scope;
import io.freshet.sim.JournalState.Place;
import io.freshet.sim.JournalState.Row;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Discarded;
import io.freshet.spi.Journal.Failing;
import io.freshet.spi.Journal.Parking;
import io.freshet.spi.Journal.Postponement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The dead letters of a [JournalState]. Confined to its journal.
final class MemoryDead {
    private MemoryDead() {}

    /// @return whether it is a dead letter now
    static boolean park(JournalState state, Parking parking) {
        DocumentId document = parking.document();
        Optional<Row> asked = state.row(document, parking.sequence()).filter(Row::isWaiting);
        if (asked.isEmpty()) {
            return false;
        }
        Pending all = asked.get().pending();
        for (Row earlier : state.waiting(document).reversed()) {
            if (earlier.pending().sequence() < parking.sequence()) {
                all = all.foldedOver(earlier.pending());
                state.put(earlier.superseded());
            }
        }
        state.put(
                new Row(
                        as(all, asked.get().pending(), parking.attempts()),
                        asked.get().origin(),
                        new Place.Dead(parking.failedAt(), parking.passage()),
                        Optional.of(parking.problem()),
                        asked.get().firstFailed().or(() -> Optional.of(parking.failedAt()))));
        List<Row> behind = state.waiting(document);
        if (behind.isEmpty()) {
            return true;
        }
        Row next = behind.getFirst();
        state.put(next.with(takeUp(state, next.pending())));
        return false;
    }

    /// What the folded rows say, in the place of the last.
    private static Pending as(Pending all, Pending last, int attempts) {
        return new Pending(
                last.document(),
                all.change(),
                last.sequence(),
                last.priority(),
                all.sourceVersion(),
                last.timestamp(),
                last.since(),
                Instant.EPOCH,
                attempts,
                last.group(),
                last.cause());
    }

    /// The document's dead letter, where it has one, is superseded by a later row, which says from
    /// then on what both do.
    static Pending takeUp(JournalState state, Pending later) {
        Optional<Row> dead = state.dead(later.document());
        if (dead.isEmpty()) {
            return later;
        }
        Pending earlier = dead.get().pending();
        state.put(dead.get().superseded());
        return new Pending(
                later.document(),
                later.change().after(earlier.change()),
                later.sequence(),
                later.priority(),
                later.sourceVersion().isPresent() ? later.sourceVersion() : earlier.sourceVersion(),
                later.timestamp(),
                later.since(),
                later.notBefore(),
                later.attempts(),
                later.group(),
                later.cause());
    }

    static Optional<DeadLetter> letter(Row row) {
        Pending p = row.pending();
        return row.place() instanceof Place.Dead(Instant lastFailed, var passage)
                ? Optional.of(
                        new DeadLetter(
                                p.document(),
                                p.sequence(),
                                p.group(),
                                p.since(),
                                p.attempts(),
                                row.firstFailed().orElse(lastFailed),
                                lastFailed,
                                row.problem().orElse(""),
                                passage))
                : Optional.empty();
    }

    /// The dead letters of the documents, and those of their groups.
    private static List<Row> concerned(JournalState state, Collection<DocumentId> documents) {
        TreeMap<Long, Row> found = new TreeMap<>();
        for (DocumentId document : documents) {
            state.dead(document).ifPresent(row -> found.put(row.pending().sequence(), row));
        }
        for (Row row : List.copyOf(found.values())) {
            if (row.pending().group().isPresent()) {
                state.dead().stream()
                        .filter(other -> other.pending().group().equals(row.pending().group()))
                        .forEach(other -> found.put(other.pending().sequence(), other));
            }
        }
        return List.copyOf(found.values());
    }

    /// A row that waits on after a failure. What a budget held back may be taken again.
    static void undefer(JournalState state) {
        for (Row row : List.copyOf(state.rows.values())) {
            if (row.isWaiting() && row.problem().filter(Failure::isDeferred).isPresent()) {
                state.put(row.with(notBefore(row.pending(), Instant.EPOCH)));
            }
        }
    }

    private static Pending notBefore(Pending p, Instant notBefore) {
        return new Pending(
                p.document(),
                p.change(),
                p.sequence(),
                p.priority(),
                p.sourceVersion(),
                p.timestamp(),
                p.since(),
                notBefore,
                p.attempts(),
                p.group(),
                p.cause());
    }

    static Row postponed(Row row, Postponement postponement) {
        Pending p = row.pending();
        Pending later =
                new Pending(
                        p.document(),
                        p.change(),
                        p.sequence(),
                        p.priority(),
                        p.sourceVersion(),
                        p.timestamp(),
                        p.since(),
                        postponement.notBefore(),
                        postponement.attempts(),
                        p.group(),
                        p.cause());
        Optional<Instant> first =
                postponement.attempts() > 0
                        ? row.firstFailed().or(() -> Optional.of(postponement.failedAt()))
                        : row.firstFailed();
        return new Row(
                later, row.origin(), row.place(), Optional.of(postponement.problem()), first);
    }

    static List<DocumentId> retry(
            JournalState state, Collection<DocumentId> documents, Instant now) {
        List<DocumentId> again = new ArrayList<>();
        for (Row row : concerned(state, documents)) {
            Pending p = row.pending();
            Pending anew =
                    new Pending(
                            p.document(),
                            p.change(),
                            p.sequence(),
                            p.priority(),
                            p.sourceVersion(),
                            p.timestamp(),
                            now,
                            Instant.EPOCH,
                            0,
                            p.group(),
                            p.cause());
            state.put(new Row(anew, row.origin(), new Place.Waiting(), Optional.empty()));
            again.add(p.document());
        }
        return again;
    }

    static List<DocumentId> discard(JournalState state, Collection<DocumentId> documents) {
        List<DocumentId> dropped = new ArrayList<>();
        for (Row row : concerned(state, documents)) {
            DocumentId document = row.pending().document();
            for (Row older : state.of(document)) {
                if (older.pending().sequence() < row.pending().sequence()) {
                    state.remove(older);
                    state.superseded++;
                }
            }
            state.remove(row);
            state.discarded++;
            dropped.add(document);
        }
        return dropped;
    }

    static long waitingDocuments(JournalState state, Scope scope) {
        return state.waiting().stream()
                .map(row -> row.pending().document())
                .filter(scope::covers)
                .distinct()
                .count();
    }

    static Discarded discardWaiting(JournalState state, Scope scope) {
        TreeSet<Long> groups = new TreeSet<>();
        TreeSet<DocumentId> documents = new TreeSet<>();
        List<Row> dropped = new ArrayList<>();
        for (Row row : state.waiting()) {
            if (scope.covers(row.pending().document())) {
                dropped.add(row);
                row.pending().group().ifPresent(groups::add);
                documents.add(row.pending().document());
            }
        }
        for (DocumentId document : documents) {
            for (Row row : state.of(document)) {
                if (row.place() instanceof Place.Superseded) {
                    state.remove(row);
                    state.superseded++;
                }
            }
        }
        TreeSet<Long> outside = new TreeSet<>();
        List<Row> members =
                groups.stream()
                        .flatMap(group -> state.group(group).stream())
                        .filter(row -> !dropped.contains(row))
                        .toList();
        for (Row member : members) {
            dropped.add(member);
            outside.add(member.pending().sequence());
            outside.addAll(dropFolded(state, member.pending()));
        }
        for (Row row : dropped) {
            state.remove(row);
            state.discarded++;
            documents.add(row.pending().document());
        }
        return new Discarded(
                state.sequence,
                dropped.size(),
                documents.size(),
                documents.stream().limit(Journal.DISCARDED_MAX).toList(),
                outside);
    }

    /// What had been folded into a row goes with it.
    private static List<Long> dropFolded(JournalState state, Pending into) {
        List<Long> gone = new ArrayList<>();
        for (Row row : state.of(into.document())) {
            long sequence = row.pending().sequence();
            if (sequence >= into.sequence()) {
                break;
            }
            if (row.isWaiting()) {
                gone.clear();
            } else if (row.place() instanceof Place.Superseded) {
                gone.add(sequence);
            }
        }
        for (long sequence : gone) {
            state.row(into.document(), sequence).ifPresent(state::remove);
            state.superseded++;
        }
        return gone;
    }

    static List<Failing> failing(List<Row> waiting) {
        return waiting.stream()
                .flatMap(row -> row.problem().stream().map(problem -> failing(row, problem)))
                .limit(100)
                .toList();
    }

    private static Failing failing(Row row, String problem) {
        Pending p = row.pending();
        return new Failing(p.document(), p.sequence(), p.attempts(), p.notBefore(), problem);
    }
}
