package io.freshet.adapter.sqlite;

import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.Change.Delete;
import io.freshet.Change.Refresh;
import io.freshet.Change.Upsert;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Pending;
import io.freshet.Priority;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// A waiting row of `entries` with its payload, as it was read: it is unpacked only when the
/// transaction is over, or where it is folded.
record JournalRow(
        String document,
        long sequence,
        String kind,
        int priority,
        OptionalLong sourceVersion,
        String timestamp,
        long since,
        long notBefore,
        int attempts,
        OptionalLong group,
        String cause,
        Optional<PayloadRow> payload) {
    /// Rows with their payloads, to be narrowed by a WHERE.
    static final String SELECT =
            "SELECT e.document, e.sequence, e.change, e.priority, e.source_version, e.timestamp,"
                    + " e.since, e.not_before, e.attempts, e.group_sequence, e.cause, "
                    + PayloadRow.COLUMNS
                    + " FROM entries e LEFT JOIN payloads p ON p.sequence = e.sequence ";

    private static final String UPSERT = "upsert";
    private static final String DELETE = "delete";
    private static final String REFRESH = "refresh";

    static JournalRow read(ResultSet row) throws SQLException {
        return new JournalRow(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getInt(4),
                optional(row, 5),
                row.getString(6),
                row.getLong(7),
                row.getLong(8),
                row.getInt(9),
                optional(row, 10),
                row.getString(11),
                PayloadRow.read(row, 12));
    }

    static OptionalLong optional(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// @param file named where the row is damaged
    Pending pending(Path file) {
        try {
            return new Pending(
                    new DocumentId(document),
                    unpacked(),
                    sequence,
                    priority(priority),
                    sourceVersion,
                    Instant.parse(timestamp),
                    Times.of(since),
                    Times.of(notBefore),
                    attempts,
                    group,
                    Cause.valueOf(cause.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Corrupt("row is damaged; file=" + file + " sequence=" + sequence, e);
        }
    }

    private Change unpacked() {
        return switch (kind) {
            case UPSERT ->
                    payload.map(PayloadRow::upsert)
                            .orElseThrow(() -> new IllegalArgumentException("no payload"));
            case DELETE -> new Delete();
            case REFRESH -> new Refresh();
            default -> throw new IllegalArgumentException("unknown change");
        };
    }

    static String word(Change change) {
        return switch (change) {
            case Upsert _ -> UPSERT;
            case Delete _ -> DELETE;
            case Refresh _ -> REFRESH;
        };
    }

    static boolean isUpsert(String word) {
        return word.equals(UPSERT);
    }

    /// As stored: in rising order, and for ever.
    static int number(Priority priority) {
        return switch (priority) {
            case NORMAL -> 0;
            case HIGH -> 1;
            case CRITICAL -> 2;
        };
    }

    private static Priority priority(int number) {
        return switch (number) {
            case 0 -> Priority.NORMAL;
            case 1 -> Priority.HIGH;
            case 2 -> Priority.CRITICAL;
            default -> throw new IllegalArgumentException("unknown priority");
        };
    }
}
