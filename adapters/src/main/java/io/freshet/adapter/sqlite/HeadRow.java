package io.freshet.adapter.sqlite;

import io.freshet.spi.Ledger;
import java.sql.SQLException;

/// The one row of `head`: what is kept so that nothing need be counted.
///
/// @param settledSequence the highest that was ever committed
record HeadRow(
        String history,
        long version,
        long oldest,
        long documents,
        long chunks,
        String space,
        long settledSequence) {
    static final String READ =
            """
            SELECT history, version, oldest, documents, chunks, space, settled_sequence
            FROM head WHERE id = 1
            """;

    /// A new ledger's, which is empty at the version that it starts from.
    static void create(Session session, String history, long version) throws SQLException {
        session.update(
                """
                INSERT INTO head
                    (id, history, version, oldest, documents, chunks, space, settled_sequence)
                VALUES (1, ?, ?, ?, 0, 0, '', 0)
                ON CONFLICT (id) DO NOTHING
                """,
                history,
                version,
                version);
    }

    static HeadRow read(Session session) throws SQLException {
        return session.first(
                        READ,
                        row ->
                                new HeadRow(
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getString(6),
                                        row.getLong(7)))
                .orElseThrow();
    }

    void write(Session session) throws SQLException {
        session.update(
                """
                UPDATE head
                SET version = ?, oldest = ?, documents = ?, chunks = ?, space = ?,
                    settled_sequence = ?
                WHERE id = 1
                """,
                version,
                oldest,
                documents,
                chunks,
                space,
                settledSequence);
    }

    Ledger.Head head() {
        return new Ledger.Head(history, version, oldest, documents, chunks, space);
    }

    /// Whether the content of a version is retained.
    boolean holds(long asked) {
        return oldest <= asked && asked <= version;
    }

    HeadRow from(long oldestNow) {
        return new HeadRow(history, version, oldestNow, documents, chunks, space, settledSequence);
    }
}
