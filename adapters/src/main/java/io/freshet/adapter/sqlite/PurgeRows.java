package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.Purge;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a journal does with a purge: notes it, forgets its documents' rows, and drops the note when
/// all is done. For one transaction.
record PurgeRows(Session session) {
    /// Rows of any place but the superseded ones, which say nothing any more.
    static final String KEPT =
            """
            SELECT document FROM (
                SELECT document FROM entries WHERE place > 0 AND document >= ?1 AND document < ?2
                UNION SELECT document FROM entries
                    WHERE place = -1 AND document >= ?1 AND document < ?2
                UNION SELECT document FROM entries
                    WHERE place = -2 AND document >= ?1 AND document < ?2)
            ORDER BY document LIMIT ?3
            """;

    static final String ALL =
            """
            SELECT document FROM (
                SELECT document FROM entries WHERE place > 0 AND document >= ?1 AND document < ?2
                UNION SELECT document FROM entries
                    WHERE place = 0 AND document >= ?1 AND document < ?2
                UNION SELECT document FROM entries
                    WHERE place = -1 AND document >= ?1 AND document < ?2
                UNION SELECT document FROM entries
                    WHERE place = -2 AND document >= ?1 AND document < ?2)
            ORDER BY document LIMIT ?3
            """;

    static final String ROWS =
            """
            SELECT sequence, place, bytes FROM entries WHERE document = ?1 AND place > 0
            UNION ALL SELECT sequence, place, bytes FROM entries
                WHERE document = ?1 AND place = 0
            UNION ALL SELECT sequence, place, bytes FROM entries
                WHERE document = ?1 AND place = -1
            UNION ALL SELECT sequence, place, bytes FROM entries
                WHERE document = ?1 AND place = -2
            """;

    private record Entry(long sequence, int place, long bytes) {}

    boolean purge(Purge purge) throws SQLException {
        session.update("DELETE FROM purges");
        for (DocumentId document : purge.documents()) {
            note(purge, document.value());
        }
        if (purge.documents().isEmpty()) {
            note(purge, null);
        }
        JournalCounts counts = JournalCounts.read(session);
        new ScopePages(purge.scope(), ALL)
                .each(session, document -> forget(document.value(), counts));
        counts.write(session);
        return true;
    }

    private void note(Purge purge, @Nullable String document) throws SQLException {
        session.update(
                "INSERT INTO purges (prefix, document, timestamp) VALUES (?, ?, ?)",
                purge.prefix(),
                document,
                purge.timestamp().toString());
    }

    private void forget(String document, JournalCounts counts) throws SQLException {
        List<Entry> entries =
                session.list(
                        ROWS,
                        row -> new Entry(row.getLong(1), row.getInt(2), row.getLong(3)),
                        document);
        boolean isWaiting = false;
        for (Entry entry : entries) {
            session.update("DELETE FROM payloads WHERE sequence = ?", entry.sequence);
            session.update("DELETE FROM entries WHERE sequence = ?", entry.sequence);
            counts.discarded += entry.place == 0 ? 0 : 1;
            counts.dead -= entry.place == -2 ? 1 : 0;
            counts.withheld -= entry.place == -1 ? 1 : 0;
            counts.waiting -= entry.place > 0 ? 1 : 0;
            counts.waitingBytes -= entry.place > 0 ? entry.bytes : 0;
            isWaiting |= entry.place > 0;
        }
        counts.waitingDocuments -= isWaiting ? 1 : 0;
    }

    /// The one that is noted.
    Optional<Purge> noted() throws SQLException {
        record Note(String prefix, Optional<String> document, Instant timestamp) {}
        List<Note> notes =
                session.list(
                        "SELECT prefix, document, timestamp FROM purges",
                        row ->
                                new Note(
                                        row.getString(1),
                                        Optional.ofNullable(row.getString(2)),
                                        Instant.parse(row.getString(3))));
        return notes.stream()
                .findFirst()
                .map(
                        first ->
                                new Purge(
                                        first.prefix,
                                        notes.stream()
                                                .flatMap(note -> note.document.stream())
                                                .map(DocumentId::new)
                                                .toList(),
                                        first.timestamp));
    }
}
