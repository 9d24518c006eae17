package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.spi.Journal.Unsettled;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What is not settled of a request, with what became of it so far.
final class UnsettledRows {
    static final String OF_REQUEST =
            """
            SELECT e.document, e.sequence, (
                SELECT w.problem FROM entries w
                WHERE w.document = e.document AND w.place > 0
                    AND w.sequence >= e.sequence
                ORDER BY w.sequence LIMIT 1), (
                SELECT d.problem FROM entries d
                WHERE d.document = e.document AND d.place = -2
                    AND d.sequence >= e.sequence)
            FROM entries e WHERE e.request = ?
            UNION
            SELECT e.document, e.sequence, (
                SELECT w.problem FROM entries w
                WHERE w.document = e.document AND w.place > 0
                    AND w.sequence >= e.sequence
                ORDER BY w.sequence LIMIT 1), (
                SELECT d.problem FROM entries d
                WHERE d.document = e.document AND d.place = -2
                    AND d.sequence >= e.sequence)
            FROM entries e WHERE e.event = ? AND e.event <> e.request
            ORDER BY 2
            """;

    private UnsettledRows() {}

    static List<Unsettled> of(Session session, long request) throws SQLException {
        return session.list(OF_REQUEST, UnsettledRows::unsettled, request, request);
    }

    private static Unsettled unsettled(ResultSet row) throws SQLException {
        String dead = row.getString(4);
        return new Unsettled(
                new DocumentId(row.getString(1)),
                row.getLong(2),
                Optional.ofNullable(dead == null ? row.getString(3) : dead),
                dead != null);
    }
}
