package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.Pending;
import io.freshet.SourceProgress;
import io.freshet.Withheld;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The withheld deletes within a transaction that adds, overtakes or releases some, and the counts
/// that follow: one for each document at most, above all its other rows. Confined to the
/// transaction.
final class WithheldRows {
    static final String PAGE =
            """
            SELECT document, sequence, since, source, root FROM entries
            WHERE place = -1 AND document > ? ORDER BY document LIMIT ?
            """;

    private final Session session;
    private final JournalCounts counts;

    WithheldRows(Session session, JournalCounts counts) {
        this.session = session;
        this.counts = counts;
    }

    /// @param request the sequence that names it, and `event` the one that names its event
    record Origin(long request, long event) {}

    /// A later event of the document takes its place.
    void supersede(DocumentId document) throws SQLException {
        int rows =
                session.update(
                        "UPDATE entries SET place = 0 WHERE document = ? AND place = -1",
                        document.value());
        counts.withheld -= rows;
        counts.superseded += rows;
    }

    void add(Pending delete, Origin origin, SourceProgress progress) throws SQLException {
        session.update(
                """
                INSERT INTO entries (sequence, document, place, request, event, change, priority,
                    source_version, timestamp, since, not_before, held, attempts, bytes, source,
                    root)
                VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)
                """,
                delete.sequence(),
                delete.document().value(),
                origin.request(),
                origin.event(),
                JournalRow.word(delete.change()),
                JournalRow.number(delete.priority()),
                WaitingRows.nullable(delete.sourceVersion()),
                delete.timestamp().toString(),
                Times.nanos(delete.since()),
                progress.source(),
                progress.root());
        counts.withheld++;
    }

    /// They wait from now on.
    ///
    /// @param file named where a row is damaged
    List<DocumentId> release(Collection<DocumentId> documents, Instant now, Path file)
            throws SQLException {
        WaitingRows waiting = new WaitingRows(session, counts, file);
        List<DocumentId> released = new ArrayList<>();
        List<Pending> added = new ArrayList<>();
        for (DocumentId document : documents) {
            Optional<JournalRow> row =
                    session.first(
                            JournalRow.SELECT + "WHERE e.document = ? AND e.place = -1",
                            JournalRow::read,
                            document.value());
            if (row.isPresent()) {
                Pending delete = since(row.get().pending(file), now);
                Origin origin = origin(delete.sequence());
                session.update("DELETE FROM entries WHERE sequence = ?", delete.sequence());
                counts.withheld--;
                added.add(waiting.add(delete, origin));
                released.add(document);
            }
        }
        waiting.lend(added);
        return released;
    }

    private Origin origin(long sequence) throws SQLException {
        return session.first(
                        "SELECT request, event FROM entries WHERE sequence = ?",
                        row -> new Origin(row.getLong(1), row.getLong(2)),
                        sequence)
                .orElseThrow();
    }

    private static Pending since(Pending delete, Instant now) {
        return new Pending(
                delete.document(),
                delete.change(),
                delete.sequence(),
                delete.priority(),
                delete.sourceVersion(),
                delete.timestamp(),
                now,
                Instant.EPOCH,
                0,
                OptionalLong.empty());
    }

    static List<Withheld> page(Session session, Optional<DocumentId> after, int limit)
            throws SQLException {
        return session.list(
                PAGE,
                row ->
                        new Withheld(
                                new DocumentId(row.getString(1)),
                                row.getLong(2),
                                Times.of(row.getLong(3)),
                                row.getString(4),
                                row.getString(5)),
                after.map(DocumentId::value).orElse(""),
                limit);
    }
}
