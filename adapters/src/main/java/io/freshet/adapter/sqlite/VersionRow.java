package io.freshet.adapter.sqlite;

import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The rows of `versions`.
final class VersionRow {
    private static final String COLUMNS =
            """
            number, timestamp, cause, space, inserted, updated, deleted,
            chunks_added, chunks_removed, chunks_kept, tokens_embedded, tokens_spared
            """;
    static final String BELOW =
            "SELECT %s FROM versions WHERE number < ? ORDER BY number DESC LIMIT ?"
                    .formatted(COLUMNS);
    static final String BETWEEN =
            "SELECT %s FROM versions WHERE number >= ? AND number <= ? ORDER BY number LIMIT ?"
                    .formatted(COLUMNS);
    static final String FIRST = "SELECT MIN(number) FROM versions WHERE number >= ?";
    static final String WRITE =
            "INSERT INTO versions (%s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    .formatted(COLUMNS);

    private VersionRow() {}

    static void write(Session session, Version version) throws SQLException {
        session.update(
                WRITE,
                version.number(),
                version.timestamp().toString(),
                version.cause().name(),
                version.space(),
                version.documents().inserted(),
                version.documents().updated(),
                version.documents().deleted(),
                version.chunks().added(),
                version.chunks().removed(),
                version.chunks().kept(),
                version.tokens().embedded(),
                version.tokens().spared());
    }

    /// Newest first.
    static List<Version> below(Session session, long before, int limit) throws SQLException {
        return session.list(BELOW, VersionRow::read, before, limit);
    }

    /// Oldest first.
    static List<Version> between(Session session, long first, long last, int limit)
            throws SQLException {
        return session.list(BETWEEN, VersionRow::read, first, last, limit);
    }

    private static Version read(ResultSet row) throws SQLException {
        return new Version(
                row.getLong(1),
                Instant.parse(row.getString(2)),
                Cause.valueOf(row.getString(3)),
                row.getString(4),
                new Version.Documents(row.getInt(5), row.getInt(6), row.getInt(7)),
                new Version.Chunks(row.getInt(8), row.getInt(9), row.getInt(10)),
                new ChangeSet.Tokens(row.getLong(11), row.getLong(12)));
    }
}
