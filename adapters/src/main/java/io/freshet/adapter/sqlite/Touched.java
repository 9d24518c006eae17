package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Finds the documents that the versions above one, up to and with another, wrote or deleted: by
/// what they wrote, and, where only a tag keeps the first and the row of a delete was dropped, by
/// what they ended. Few are found by version; where they may be many, the index is gone through by
/// id, since each page would sort the many anew.
///
/// @param from 0 for all up to `to`
record Touched(long from, long to) {
    static final String BY_VERSION =
            """
            SELECT document FROM documents
            WHERE version > ? AND version <= ? AND document >= ? AND document < ?
            UNION
            SELECT document FROM documents
            WHERE removed_version > ? AND removed_version <= ? AND document >= ? AND document < ?
            ORDER BY document LIMIT ?
            """;
    static final String BY_ID =
            """
            SELECT DISTINCT document FROM documents INDEXED BY documents_by_id
            WHERE document >= ? AND document < ?
                AND ((version > ? AND version <= ?)
                    OR (removed_version > ? AND removed_version <= ?))
            ORDER BY document LIMIT ?
            """;
    static final String CHANGED_BETWEEN =
            """
            SELECT SUM(inserted + updated + deleted) FROM versions
            WHERE number > ? AND number <= ?
            """;

    private static final int FEW = 1000;
    private static final int MANY_SHARE = 20;

    /// By id, of those that start with the prefix and lie after a key.
    List<String> page(Session session, String prefix, Optional<DocumentId> after, int limit)
            throws SQLException {
        return from(session, Documents.start(prefix, after), Documents.end(prefix), limit);
    }

    /// By id, from a text on.
    List<String> from(Session session, String first, int limit) throws SQLException {
        return from(session, first, Documents.end(""), limit);
    }

    private List<String> from(Session session, String first, Object end, int limit)
            throws SQLException {
        if (areFew(session)) {
            return session.list(
                    BY_VERSION,
                    row -> row.getString(1),
                    from,
                    to,
                    first,
                    end,
                    from,
                    to,
                    first,
                    end,
                    limit);
        }
        return session.list(BY_ID, row -> row.getString(1), first, end, from, to, from, to, limit);
    }

    /// Of what lies before the oldest version nothing is counted any more.
    private boolean areFew(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        if (from != 0 && from < head.oldest()) {
            return false;
        }
        long touched = from == 0 ? head.documents() : session.number(CHANGED_BETWEEN, from, to);
        return touched <= FEW || touched <= head.documents() / MANY_SHARE;
    }
}
