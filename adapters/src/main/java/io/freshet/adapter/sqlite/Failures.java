package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// What SQLite's result codes mean to Freshet.
final class Failures {
    private static final long FULL_BELOW_BYTES = 1 << 20;

    private Failures() {}

    /// The exception for a failed statement: damage, a state of the world that may pass, or a bug.
    static RuntimeException of(Path file, SQLException e) {
        return switch (code(e)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                    new Corrupt("database is damaged or none; file=" + file, e);
            case SQLITE_FULL -> new Unavailable("disk full; file=" + file, e);
            case SQLITE_IOERR -> io(file, e);
            case SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_CANTOPEN,
                    SQLITE_READONLY,
                    SQLITE_NOMEM,
                    SQLITE_PROTOCOL,
                    SQLITE_INTERRUPT,
                    SQLITE_PERM,
                    SQLITE_AUTH,
                    SQLITE_NOLFS ->
                    new Unavailable("database unavailable; file=" + file, e);
            default -> new IllegalStateException("bug: statement refused; file=" + file, e);
        };
    }

    /// Whether the file itself is damaged. One of another kind, or of a newer version, is whole:
    /// there nothing has caused the refusal.
    static boolean isDamage(Corrupt refusal) {
        return refusal.getCause() != null;
    }

    /// SQLite reports a full disk as an I/O error where it grows its shared memory.
    static Unavailable io(Path file, Exception e) {
        return new Unavailable(
                (isFull(file) ? "disk full; file=" : "disk failed; file=") + file, e);
    }

    /// Whether a sync may have lost pages that the kernel now calls clean.
    static boolean leavesDoubt(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_IOERR;
    }

    /// Whether no further statement may run on the connection.
    static boolean endsConnection(SQLException e) {
        return switch (code(e)) {
            case SQLITE_IOERR, SQLITE_FULL, SQLITE_CORRUPT, SQLITE_NOTADB -> true;
            default -> false;
        };
    }

    /// The primary code: the driver keeps only the low byte, which is it.
    private static SQLiteErrorCode code(SQLException e) {
        return SQLiteErrorCode.getErrorCode(e.getErrorCode());
    }

    private static boolean isFull(Path file) {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace()
                    < FULL_BELOW_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
