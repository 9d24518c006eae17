package io.freshet.adapter.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Drops rows that no retained version needs: neither one from the oldest on nor one with a tag.
/// First of all the versions before are no longer answered for, so that what is dropped of them in
/// which order shows nowhere. For one transaction.
final class PruneWork implements Database.Work<Boolean> {
    static final String VERSIONS =
            """
            SELECT number FROM versions
            WHERE number < ? AND NOT EXISTS (SELECT 1 FROM tags WHERE tags.version = number)
            ORDER BY number LIMIT ?
            """;
    static final String CHUNKS =
            """
            SELECT document, hash, removed_version FROM chunks
            WHERE removed_version <= ? AND removed_version < %d
                AND NOT EXISTS (
                    SELECT 1 FROM tags
                    WHERE tags.version >= added_version AND tags.version < removed_version)
            LIMIT ?
            """
                    .formatted(LedgerSchema.LIVE);

    /// The row of a delete, which ends where it begins, stays as long as a tag holds what was
    /// deleted: a rollback may bring that back.
    static final String DOCUMENTS =
            """
            SELECT document, version, content FROM documents
            WHERE removed_version <= ? AND version < ?
                AND NOT EXISTS (
                    SELECT 1 FROM tags
                    WHERE tags.version >= documents.version
                        AND tags.version < documents.removed_version)
                AND NOT (removed_version = version AND EXISTS (
                    SELECT 1 FROM documents before, tags
                    WHERE before.document = documents.document
                        AND before.version < documents.version
                        AND tags.version >= before.version
                        AND tags.version < before.removed_version))
            LIMIT ?
            """;

    static final String DROP_CHUNK =
            "DELETE FROM chunks WHERE document = ? AND hash = ? AND removed_version = ?";
    static final String DROP_DOCUMENT = "DELETE FROM documents WHERE document = ? AND version = ?";
    static final String DROP_CONTENT =
            """
            DELETE FROM contents WHERE hash = ?
                AND NOT EXISTS (SELECT 1 FROM documents WHERE content = ?)
            """;

    private final long oldest;
    private final int rows;

    PruneWork(long oldest, int rows) {
        this.oldest = oldest;
        this.rows = rows;
    }

    private record ChunkKey(String document, String hash, long removedVersion) {}

    private record DocumentKey(String document, long version, Optional<String> content) {}

    @Override
    public Boolean in(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        long from = Math.max(head.oldest(), Math.min(oldest, head.version()));
        if (from != head.oldest()) {
            head.from(from).write(session);
        }
        int dropped = versions(session, from, rows);
        dropped += chunks(session, from, rows - dropped);
        dropped += documents(session, from, rows - dropped);
        return dropped == rows;
    }

    private static int versions(Session session, long from, int limit) throws SQLException {
        List<Long> numbers = session.list(VERSIONS, row -> row.getLong(1), from, limit);
        for (Long number : numbers) {
            session.update("DELETE FROM versions WHERE number = ?", number);
        }
        return numbers.size();
    }

    private static int chunks(Session session, long from, int limit) throws SQLException {
        List<ChunkKey> keys =
                session.list(
                        CHUNKS,
                        row -> new ChunkKey(row.getString(1), row.getString(2), row.getLong(3)),
                        from,
                        limit);
        for (ChunkKey key : keys) {
            session.update(DROP_CHUNK, key.document, key.hash, key.removedVersion);
        }
        return keys.size();
    }

    /// A content goes with the last document's row that refers to it, and counts with that.
    private static int documents(Session session, long from, int limit) throws SQLException {
        List<DocumentKey> keys =
                session.list(
                        DOCUMENTS,
                        row ->
                                new DocumentKey(
                                        row.getString(1),
                                        row.getLong(2),
                                        Optional.ofNullable(row.getString(3))),
                        from,
                        from,
                        limit);
        for (DocumentKey key : keys) {
            session.update(DROP_DOCUMENT, key.document, key.version);
            if (key.content.isEmpty()) {
                SettledRow.forget(session, key.document, key.version);
            }
            if (key.content.isPresent()) {
                session.update(DROP_CONTENT, key.content.get(), key.content.get());
            }
        }
        return keys.size();
    }
}
