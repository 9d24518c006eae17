package io.freshet.adapter.sqlite;

import io.freshet.spi.Ledger.Measured;
import java.sql.SQLException;
import java.util.List;

/// How many bytes versions keep beyond the head. What a version replaced never changes, so it is
/// summed up once and noted with the version; then the sums of versions are added, which is quick.
/// A text counts where no live document has it, once in the version that replaced it; where it
/// comes back it has been counted all the same: what is counted is rather too much than too little.
final class MeasureWork {
    /// Of a row with its places in the indexes, beside its texts and the document's id.
    private static final int DOCUMENT_BYTES = 250;

    private static final int DOCUMENT_IDS = 4;
    private static final int CHUNK_BYTES = 100;
    private static final int CHUNK_IDS = 2;

    /// Versions in one transaction.
    private static final int SOME = 20;

    static final String NOT_MEASURED =
            "SELECT number FROM versions WHERE replaced_bytes IS NULL ORDER BY number LIMIT ?";
    static final String DOCUMENTS =
            """
            SELECT TOTAL(%d + %d * LENGTH(document) + LENGTH(metadata)
                + COALESCE(LENGTH(given), 0) + COALESCE(LENGTH(placements), 0))
            FROM documents WHERE removed_version = ?
            """
                    .formatted(DOCUMENT_BYTES, DOCUMENT_IDS);
    static final String CONTENTS =
            """
            SELECT TOTAL(LENGTH(deflated)) FROM contents
            WHERE hash IN (SELECT content FROM documents WHERE removed_version = ?)
                AND NOT EXISTS (
                    SELECT 1 FROM documents
                    WHERE content = contents.hash AND removed_version = %d)
            """
                    .formatted(LedgerSchema.LIVE);
    static final String CHUNKS =
            """
            SELECT TOTAL(%d + %d * LENGTH(document)) FROM chunks
            WHERE removed_version = ? AND removed_version < %d
            """
                    .formatted(CHUNK_BYTES, CHUNK_IDS, LedgerSchema.LIVE);
    static final String NOTE = "UPDATE versions SET replaced_bytes = ? WHERE number = ?";
    static final String BYTES = "SELECT TOTAL(replaced_bytes) FROM versions WHERE number > ?";
    static final String WITHIN =
            """
            SELECT MIN(number) FROM (
                SELECT number, SUM(replaced_bytes) OVER (ORDER BY number DESC) AS bytes
                FROM versions WHERE number > ?)
            WHERE bytes <= ?
            """;

    private MeasureWork() {}

    /// @return whether there may be more
    static boolean measureSome(Session session) throws SQLException {
        List<Long> numbers = session.list(NOT_MEASURED, row -> row.getLong(1), SOME);
        for (Long number : numbers) {
            long bytes =
                    session.number(DOCUMENTS, number)
                            + session.number(CONTENTS, number)
                            + session.number(CHUNKS, number);
            session.update(NOTE, bytes, number);
        }
        return numbers.size() == SOME;
    }

    /// What the oldest version that is kept replaced is not needed for it.
    static Measured within(Session session, long bytesMax) throws SQLException {
        HeadRow head = HeadRow.read(session);
        long first = session.number(WITHIN, head.oldest(), bytesMax);
        return new Measured(
                session.number(BYTES, head.oldest()), first == 0 ? head.version() : first - 1);
    }
}
