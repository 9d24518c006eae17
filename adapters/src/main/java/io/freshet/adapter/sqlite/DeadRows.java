package io.freshet.adapter.sqlite;

import io.freshet.Change.Upsert;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Passage;
import io.freshet.Pending;
import io.freshet.spi.Journal.Parking;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The dead letters within a transaction that parks, takes up, retries or discards some, and the
/// counts that follow: a document has one at most, and none while a row of it waits. Confined to
/// the transaction.
final class DeadRows {
    private static final String COLUMNS =
            """
            SELECT document, sequence, group_sequence, since, attempts, failed_first, failed_last,
                problem, passage_ordinal, passage_start, passage_end, passage_line
            FROM entries
            """;
    static final String PAGE =
            COLUMNS + "WHERE place = -2 AND document > ? ORDER BY document LIMIT ?";
    private static final String ONE = COLUMNS + "WHERE place = -2 AND document = ?";

    private final Session session;
    private final JournalCounts counts;
    private final Path file;

    /// @param file named where a row is damaged
    DeadRows(Session session, JournalCounts counts, Path file) {
        this.session = session;
        this.counts = counts;
        this.file = file;
    }

    /// A dead row, without its payload.
    private record Place(String document, long sequence, OptionalLong group, long bytes) {
        static Place of(ResultSet row) throws SQLException {
            return new Place(
                    row.getString(1), row.getLong(2), JournalRow.optional(row, 3), row.getLong(4));
        }
    }

    static List<DeadLetter> page(Session session, Optional<DocumentId> after, int limit)
            throws SQLException {
        return session.list(PAGE, DeadRows::letter, after.map(DocumentId::value).orElse(""), limit);
    }

    static Optional<DeadLetter> one(Session session, DocumentId document) throws SQLException {
        return session.first(ONE, DeadRows::letter, document.value());
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        OptionalLong ordinal = JournalRow.optional(row, 9);
        Optional<Passage> passage =
                ordinal.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Passage(
                                        (int) ordinal.getAsLong(),
                                        row.getInt(10),
                                        row.getInt(11),
                                        row.getInt(12)));
        return new DeadLetter(
                new DocumentId(row.getString(1)),
                row.getLong(2),
                JournalRow.optional(row, 3),
                Times.of(row.getLong(4)),
                row.getInt(5),
                Times.of(row.getLong(6)),
                Times.of(row.getLong(7)),
                row.getString(8),
                passage);
    }

    /// Sets a waiting row aside, where it still waits.
    ///
    /// @return whether it is a dead letter now
    boolean park(Parking parking) throws SQLException {
        String document = parking.document().value();
        List<JournalRow> rows = waiting(document, 0, parking.sequence());
        if (rows.isEmpty() || rows.getLast().sequence() != parking.sequence()) {
            return false;
        }
        if (rows.size() > 1) {
            Pending last = rows.getFirst().pending(file);
            for (JournalRow later : rows.subList(1, rows.size())) {
                last = later.pending(file).foldedOver(last);
            }
            rewrite(last);
            for (JournalRow earlier : rows.subList(0, rows.size() - 1)) {
                supersede(earlier.sequence());
                counts.waiting--;
                counts.superseded++;
                counts.waitingBytes -= bytes(earlier);
            }
        }
        bury(parking);
        counts.waiting--;
        counts.waitingBytes -= bytes(rows.getLast());
        counts.dead++;
        List<JournalRow> behind = waiting(document, parking.sequence() + 1, Long.MAX_VALUE);
        if (behind.isEmpty()) {
            counts.waitingDocuments--;
            return true;
        }
        takenUpBy(behind.getFirst());
        return false;
    }

    private List<JournalRow> waiting(String document, long from, long to) throws SQLException {
        return session.list(
                JournalRow.SELECT
                        + """
                        WHERE e.document = ? AND e.place > 0 AND e.sequence BETWEEN ? AND ?
                        ORDER BY e.sequence
                        """,
                JournalRow::read,
                document,
                from,
                to);
    }

    private static int bytes(JournalRow row) {
        return row.payload().map(PayloadRow::bytes).orElse(0);
    }

    private void bury(Parking parking) throws SQLException {
        Optional<Passage> passage = parking.passage();
        session.update(
                """
                UPDATE entries SET place = -2, held = 0, not_before = 0, attempts = ?,
                    problem = ?, failed_first = COALESCE(failed_first, ?), failed_last = ?,
                    passage_ordinal = ?, passage_start = ?, passage_end = ?, passage_line = ?
                WHERE sequence = ?
                """,
                parking.attempts(),
                parking.problem(),
                Times.nanos(parking.failedAt()),
                Times.nanos(parking.failedAt()),
                passage.map(Passage::ordinal).orElse(null),
                passage.map(Passage::start).orElse(null),
                passage.map(Passage::end).orElse(null),
                passage.map(Passage::line).orElse(null),
                parking.sequence());
    }

    /// A row that waited behind the dead one does what both do.
    private void takenUpBy(JournalRow behind) throws SQLException {
        Pending later = takeUp(behind.pending(file));
        int bytes = rewrite(later);
        counts.waitingBytes += bytes - bytes(behind);
        session.update("UPDATE entries SET place = 2 WHERE sequence = ?", later.sequence());
    }

    /// The document's dead letter, where it has one, is superseded by a later row.
    ///
    /// @return the row as it is with what the dead letter says
    Pending takeUp(Pending later) throws SQLException {
        Optional<JournalRow> dead =
                session.first(
                        JournalRow.SELECT + "WHERE e.document = ? AND e.place = -2",
                        JournalRow::read,
                        later.document().value());
        if (dead.isEmpty()) {
            return later;
        }
        Pending earlier = dead.get().pending(file);
        supersede(earlier.sequence());
        counts.dead--;
        counts.superseded++;
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

    private void supersede(long sequence) throws SQLException {
        session.update(
                """
                UPDATE entries SET place = 0, held = 0, not_before = 0, attempts = 0,
                    problem = NULL, bytes = 0
                WHERE sequence = ?
                """,
                sequence);
        session.update("DELETE FROM payloads WHERE sequence = ?", sequence);
    }

    /// What a row says now.
    ///
    /// @return the bytes of its content
    private int rewrite(Pending row) throws SQLException {
        session.update("DELETE FROM payloads WHERE sequence = ?", row.sequence());
        int bytes = 0;
        if (row.change() instanceof Upsert upsert) {
            PayloadRow payload = PayloadRow.of(upsert);
            payload.insert(session, row.sequence());
            bytes = payload.bytes();
        }
        session.update(
                """
                UPDATE entries SET change = ?, source_version = ?, bytes = ? WHERE sequence = ?
                """,
                JournalRow.word(row.change()),
                WaitingRows.nullable(row.sourceVersion()),
                bytes,
                row.sequence());
        return bytes;
    }

    /// The dead letters of the documents, and those of their groups, by sequence.
    private Collection<Place> concerned(Collection<DocumentId> documents) throws SQLException {
        SortedMap<Long, Place> concerned = new TreeMap<>();
        for (DocumentId document : documents) {
            Optional<Place> own =
                    session.first(
                            """
                            SELECT document, sequence, group_sequence, bytes FROM entries
                            WHERE document = ? AND place = -2
                            """,
                            Place::of,
                            document.value());
            if (own.isPresent() && !concerned.containsKey(own.get().sequence())) {
                List<Place> all =
                        own.get().group().isPresent() ? group(own.get()) : List.of(own.get());
                all.forEach(place -> concerned.put(place.sequence(), place));
            }
        }
        return concerned.values();
    }

    private List<Place> group(Place member) throws SQLException {
        return session.list(
                """
                SELECT document, sequence, group_sequence, bytes FROM entries
                WHERE group_sequence = ? AND place = -2 ORDER BY sequence
                """,
                Place::of,
                member.group().orElseThrow());
    }

    List<DocumentId> retry(Collection<DocumentId> documents, Instant now) throws SQLException {
        List<DocumentId> again = new ArrayList<>();
        for (Place dead : concerned(documents)) {
            session.update(
                    """
                    UPDATE entries SET place = 2, since = ?, attempts = 0, problem = NULL,
                        failed_first = NULL
                    WHERE sequence = ?
                    """,
                    Times.nanos(now),
                    dead.sequence());
            counts.dead--;
            counts.waiting++;
            counts.waitingDocuments++;
            counts.waitingBytes += dead.bytes();
            again.add(new DocumentId(dead.document()));
        }
        return again;
    }

    List<DocumentId> discard(Collection<DocumentId> documents) throws SQLException {
        List<DocumentId> dropped = new ArrayList<>();
        for (Place dead : concerned(documents)) {
            session.update("DELETE FROM payloads WHERE sequence = ?", dead.sequence());
            session.update("DELETE FROM entries WHERE sequence = ?", dead.sequence());
            session.update(
                    "DELETE FROM entries WHERE document = ? AND place = 0 AND sequence < ?",
                    dead.document(),
                    dead.sequence());
            counts.dead--;
            counts.discarded++;
            dropped.add(new DocumentId(dead.document()));
        }
        return dropped;
    }
}
