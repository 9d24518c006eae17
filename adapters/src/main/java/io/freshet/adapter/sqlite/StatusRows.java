package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.spi.Journal.Failing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the status of a journal says beside its counts, without going through what waits.
final class StatusRows {
    private static final int FAILING_MAX = 100;

    static final String OLDEST =
            """
            SELECT MIN(since) FROM (
                SELECT MIN(since) AS since FROM entries
                    WHERE place = 2 AND held = 0 AND priority = 0
                UNION ALL SELECT MIN(since) FROM entries
                    WHERE place = 2 AND held = 0 AND priority = 1
                UNION ALL SELECT MIN(since) FROM entries
                    WHERE place = 2 AND held = 0 AND priority = 2
                UNION ALL SELECT MIN(since) FROM entries
                    WHERE place = 2 AND held = 1 AND priority = 0
                UNION ALL SELECT MIN(since) FROM entries
                    WHERE place = 2 AND held = 1 AND priority = 1
                UNION ALL SELECT MIN(since) FROM entries
                    WHERE place = 2 AND held = 1 AND priority = 2
                UNION ALL SELECT MIN(since) FROM entries WHERE place = 1)
            """;
    static final String FAILING =
            """
            SELECT document, sequence, attempts, not_before, problem FROM entries
            WHERE place > 0 AND problem IS NOT NULL ORDER BY sequence LIMIT ?
            """;

    private StatusRows() {}

    /// The first of each stretch of the index of heads, and of those behind.
    static Optional<Instant> oldestSince(Session session) throws SQLException {
        return session
                .first(OLDEST, row -> JournalRow.optional(row, 1))
                .orElse(OptionalLong.empty())
                .stream()
                .mapToObj(Times::of)
                .findFirst();
    }

    static List<Failing> failing(Session session) throws SQLException {
        return session.list(
                FAILING,
                row ->
                        new Failing(
                                new DocumentId(row.getString(1)),
                                row.getLong(2),
                                row.getInt(3),
                                Times.of(row.getLong(4)),
                                row.getString(5)),
                FAILING_MAX);
    }
}
