package io.freshet.adapter.sqlite;

import io.freshet.Change.Upsert;
import io.freshet.DocumentId;
import io.freshet.Failure;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.spi.Journal.Expected;
import io.freshet.spi.Journal.Expected.Becomes;
import io.freshet.spi.Journal.Postponement;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The waiting rows within a transaction that adds or removes some, and the counts that follow.
/// Confined to the transaction.
final class WaitingRows {
    private static final int BEHIND = 1;
    private static final int HEAD = 2;

    private final Session session;
    private final JournalCounts counts;
    private final Path file;
    private final DeadRows dead;

    WaitingRows(Session session, JournalCounts counts, Path file) {
        this.session = session;
        this.counts = counts;
        this.file = file;
        this.dead = new DeadRows(session, counts, file);
    }

    /// A waiting row, without its payload.
    private record Place(long sequence, int place, boolean isGrouped, long bytes) {}

    /// Whether a document will be there, by what waits or is a dead letter; empty where all of that
    /// keeps the text, or there is nothing.
    Optional<Boolean> isExpected(DocumentId document) throws SQLException {
        return session.first(
                """
                SELECT e.change = 'upsert', e.sequence FROM entries e
                LEFT JOIN payloads p ON p.sequence = e.sequence
                WHERE e.document = ? AND e.place > 0 AND (e.change = 'delete' OR p.hash IS NOT NULL)
                UNION ALL
                SELECT d.change = 'upsert', d.sequence FROM entries d
                LEFT JOIN payloads p ON p.sequence = d.sequence
                WHERE d.document = ? AND d.place = -2
                    AND (d.change = 'delete' OR p.hash IS NOT NULL)
                ORDER BY 2 DESC
                """,
                row -> row.getBoolean(1),
                document.value(),
                document.value());
    }

    /// Of each document the newest row that brings a text or deletes, else the newest that changes
    /// metadata.
    static final String EXPECTED =
            """
            SELECT e.document, e.change, p.hash, e.sequence FROM entries e
            LEFT JOIN payloads p ON p.sequence = e.sequence
            WHERE e.place > 0 AND e.document >= ? AND e.document < ? AND e.change <> 'refresh'
                AND e.sequence = (
                    SELECT w.sequence FROM entries w
                    LEFT JOIN payloads q ON q.sequence = w.sequence
                    WHERE w.place > 0 AND w.document = e.document AND w.change <> 'refresh'
                    ORDER BY (w.change = 'delete' OR q.hash IS NOT NULL) DESC, w.sequence DESC
                    LIMIT 1)
            UNION ALL
            SELECT d.document, d.change, p.hash, d.sequence FROM entries d
            LEFT JOIN payloads p ON p.sequence = d.sequence
            WHERE d.place = -2 AND d.document >= ? AND d.document < ? AND d.change <> 'refresh'
            ORDER BY 1 LIMIT ?
            """;

    static List<Expected> expected(
            Session session, String prefix, Optional<DocumentId> after, int limit)
            throws SQLException {
        return session.list(
                EXPECTED,
                row ->
                        new Expected(
                                new DocumentId(row.getString(1)),
                                becomes(row.getString(2), row.getString(3)),
                                row.getLong(4)),
                Documents.start(prefix, after),
                Documents.end(prefix),
                Documents.start(prefix, after),
                Documents.end(prefix),
                limit);
    }

    private static Becomes becomes(String change, @Nullable String hash) {
        if (!JournalRow.isUpsert(change)) {
            return Becomes.GONE;
        }
        return hash == null ? Becomes.AS_COMMITTED : Becomes.THERE;
    }

    /// Adds a row, folded with the document's newest one where both may be, or with its dead
    /// letter.
    Pending add(Pending given, WithheldRows.Origin origin) throws SQLException {
        Pending alone = dead.takeUp(given);
        Optional<Place> newest = newest(alone.document());
        boolean isFolded =
                newest.isPresent() && !newest.get().isGrouped() && alone.group().isEmpty();
        Pending added = isFolded ? fold(alone, newest.get()) : alone;
        int place = isFolded ? newest.get().place() : newest.isPresent() ? BEHIND : HEAD;
        counts.waitingDocuments += newest.isPresent() ? 0 : 1;
        insert(added, origin, place);
        return added;
    }

    private Optional<Place> newest(DocumentId document) throws SQLException {
        return session.first(
                """
                SELECT sequence, place, group_sequence IS NOT NULL, bytes FROM entries
                WHERE document = ? AND place > 0 ORDER BY sequence DESC LIMIT 1
                """,
                row -> new Place(row.getLong(1), row.getInt(2), row.getBoolean(3), row.getLong(4)),
                document.value());
    }

    private Pending fold(Pending alone, Place newest) throws SQLException {
        Pending earlier =
                session.first(
                                JournalRow.SELECT + "WHERE e.sequence = ?",
                                JournalRow::read,
                                newest.sequence())
                        .orElseThrow()
                        .pending(file);
        session.update(
                """
                UPDATE entries SET place = 0, held = 0, not_before = 0, attempts = 0,
                    problem = NULL, bytes = 0
                WHERE sequence = ?
                """,
                newest.sequence());
        session.update("DELETE FROM payloads WHERE sequence = ?", newest.sequence());
        counts.superseded++;
        counts.waiting--;
        counts.waitingBytes -= newest.bytes();
        return folded(alone, earlier);
    }

    private static Pending folded(Pending alone, Pending earlier) {
        return new Pending(
                alone.document(),
                alone.change().after(earlier.change()),
                alone.sequence(),
                alone.priority().max(earlier.priority()),
                alone.sourceVersion().isPresent() ? alone.sourceVersion() : earlier.sourceVersion(),
                alone.timestamp(),
                earlier.since().isBefore(alone.since()) ? earlier.since() : alone.since(),
                Instant.EPOCH,
                0,
                alone.group(),
                alone.cause());
    }

    private void insert(Pending row, WithheldRows.Origin origin, int place) throws SQLException {
        int bytes = 0;
        if (row.change() instanceof Upsert upsert) {
            PayloadRow payload = PayloadRow.of(upsert);
            payload.insert(session, row.sequence());
            bytes = payload.bytes();
        }
        session.update(
                """
                INSERT INTO entries (sequence, document, place, request, event, change, priority,
                    source_version, timestamp, since, not_before, held, attempts, group_sequence,
                    cause, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?)
                """,
                row.sequence(),
                row.document().value(),
                place,
                origin.request(),
                origin.event(),
                JournalRow.word(row.change()),
                JournalRow.number(row.priority()),
                nullable(row.sourceVersion()),
                row.timestamp().toString(),
                Times.nanos(row.since()),
                nullable(row.group()),
                row.cause().word(),
                bytes);
        counts.waiting++;
        counts.waitingBytes += bytes;
    }

    static @Nullable Long nullable(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /// The added rows of one request lend their priority to what must become visible with them or
    /// before them.
    void lend(List<Pending> added) throws SQLException {
        Priority highest =
                added.stream().map(Pending::priority).reduce(Priority.NORMAL, Priority::max);
        if (highest == Priority.NORMAL) {
            return;
        }
        Set<Long> groups = new HashSet<>();
        for (Pending row : added) {
            Priority lent = row.group().isPresent() ? highest : row.priority();
            lend(row, JournalRow.number(lent), lent == highest ? groups : new HashSet<>());
        }
    }

    /// A row up to which its document's rows are raised.
    private record Until(String document, long sequence) {}

    /// @param raised groups that have been raised to this priority and need not be again
    private void lend(Pending row, int priority, Set<Long> raised) throws SQLException {
        Deque<Until> open = new ArrayDeque<>();
        open.add(new Until(row.document().value(), row.sequence()));
        while (!open.isEmpty()) {
            Until until = open.remove();
            for (long group : lower(until, priority)) {
                if (group != 0 && raised.add(group)) {
                    open.addAll(members(group));
                }
            }
            session.update(
                    """
                    UPDATE entries SET priority = ?
                    WHERE document = ? AND place > 0 AND sequence <= ? AND priority < ?
                    """,
                    priority,
                    until.document(),
                    until.sequence(),
                    priority);
        }
    }

    /// The groups of the rows that are to be raised, 0 for those of none.
    private List<Long> lower(Until until, int priority) throws SQLException {
        return session.list(
                """
                SELECT group_sequence FROM entries
                WHERE document = ? AND place > 0 AND sequence <= ? AND priority < ?
                """,
                row -> row.getLong(1),
                until.document(),
                until.sequence(),
                priority);
    }

    private List<Until> members(long group) throws SQLException {
        return session.list(
                """
                SELECT document, sequence FROM entries
                WHERE group_sequence = ? AND group_sequence > 0 AND place > 0
                """,
                row -> new Until(row.getString(1), row.getLong(2)),
                group);
    }

    /// @return the number of rows that a budget held back and that may be taken again
    static int undefer(Session session) throws SQLException {
        return session.update(
                """
                UPDATE entries SET held = 0, not_before = 0
                WHERE place > 0 AND not_before > 0 AND held = 1 AND instr(problem, ?) > 0
                """,
                Failure.DEFERRED);
    }

    /// @return the number of rows put back
    static int postpone(Session session, Postponement postponement) throws SQLException {
        long notBefore = Times.nanos(postponement.notBefore());
        return session.update(
                """
                UPDATE entries SET attempts = ?, not_before = ?, held = ?, problem = ?,
                    failed_first = COALESCE(failed_first, CASE WHEN ? > 0 THEN ? END)
                WHERE sequence = ? AND document = ? AND place > 0
                """,
                postponement.attempts(),
                notBefore,
                notBefore > 0 ? 1 : 0,
                postponement.problem(),
                postponement.attempts(),
                Times.nanos(postponement.failedAt()),
                postponement.sequence(),
                postponement.document().value());
    }

    /// Removes a document's rows up to a sequence.
    void settle(DocumentId document, long sequence) throws SQLException {
        String id = document.value();
        List<Place> waiting =
                session.list(
                        """
                        SELECT sequence, place, group_sequence IS NOT NULL, bytes FROM entries
                        WHERE document = ? AND place > 0 AND sequence <= ?
                        """,
                        row ->
                                new Place(
                                        row.getLong(1),
                                        row.getInt(2),
                                        row.getBoolean(3),
                                        row.getLong(4)),
                        id,
                        sequence);
        for (Place row : waiting) {
            session.update("DELETE FROM payloads WHERE sequence = ?", row.sequence());
            session.update("DELETE FROM entries WHERE sequence = ?", row.sequence());
            counts.waiting--;
            counts.waitingBytes -= row.bytes();
            counts.applied += row.sequence() == sequence ? 1 : 0;
            counts.superseded += row.sequence() == sequence ? 0 : 1;
        }
        settleSuperseded(id, sequence);
        if (!waiting.isEmpty() && !moveUp(id)) {
            counts.waitingDocuments--;
        }
    }

    /// A superseded row at the sequence was in work when it was overtaken: it was applied.
    private void settleSuperseded(String document, long sequence) throws SQLException {
        int overtaken =
                session.update(
                        "DELETE FROM entries WHERE sequence = ? AND document = ? AND place = 0",
                        sequence,
                        document);
        counts.applied += overtaken;
        counts.superseded -= overtaken;
        session.update(
                "DELETE FROM entries WHERE document = ? AND place = 0 AND sequence < ?",
                document,
                sequence);
    }

    /// Makes the oldest row that is left the document's head; false where none is left.
    boolean moveUp(String document) throws SQLException {
        return session.update(
                        """
                        UPDATE entries SET place = 2
                        WHERE sequence = (
                            SELECT MIN(sequence) FROM entries WHERE document = ? AND place > 0)
                        """,
                        document)
                > 0;
    }
}
