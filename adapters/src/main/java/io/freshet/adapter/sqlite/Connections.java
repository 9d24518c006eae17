package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/// Opens connections to one file, the way Freshet wants them, and brings its schema up to date.
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final int[] SQLITE_VERSION_MIN = {3, 51, 3};

    private static final String WRITER =
            """
            PRAGMA synchronous = FULL;
            PRAGMA mmap_size = 0;
            PRAGMA foreign_keys = OFF;
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA cache_size = -8192;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = 67108864;
            """;
    private static final String READER =
            """
            PRAGMA mmap_size = 0;
            PRAGMA trusted_schema = OFF;
            PRAGMA cell_size_check = ON;
            PRAGMA cache_size = -2048;
            """;
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final Path file;
    private final FileKind kind;

    Connections(Path file, FileKind kind) {
        this.file = file;
        this.kind = kind;
    }

    /// The file is made where there is none. A file of another kind is left as it was found.
    Session writer() throws SQLException {
        Session session = new Session(open(false));
        try {
            checkVersion(session);
            int schema = schema(session);
            String mode =
                    session.first("PRAGMA journal_mode = WAL", row -> row.getString(1)).orElse("");
            if (!mode.equals("wal")) {
                throw new Unavailable(
                        "file system without WAL; file=" + file, Duration.ofMinutes(1));
            }
            session.script(WRITER);
            migrate(session, schema);
            return session;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(session);
            throw e;
        }
    }

    /// The file exists and has its schema.
    Session reader() throws SQLException {
        Session session = new Session(open(true));
        try {
            session.script(READER);
            return session;
        } catch (SQLException e) {
            closeQuietly(session);
            throw e;
        }
    }

    static void closeQuietly(Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("connection failed to close", e);
        }
    }

    /// The path goes as a URI, whose escapes the driver leaves to SQLite: in a plain path it would
    /// take what follows a question mark for settings.
    private Connection open(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        return config.createConnection(
                "jdbc:sqlite:" + file.toAbsolutePath().toUri().toASCIIString());
    }

    private static void checkVersion(Session session) throws SQLException {
        String version =
                session.first("SELECT sqlite_version()", row -> row.getString(1)).orElse("0");
        int[] parts = Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
        if (Arrays.compare(parts, SQLITE_VERSION_MIN) < 0) {
            throw new IllegalStateException(
                    "SQLite is older than 3.51.3 and may damage files in WAL mode; version="
                            + version);
        }
    }

    /// How many migrations the file has seen.
    private int schema(Session session) throws SQLException {
        int id = (int) session.number("PRAGMA application_id");
        int schema = (int) session.number("PRAGMA user_version");
        boolean isNew =
                id == 0 && schema == 0 && session.number("SELECT COUNT(*) FROM sqlite_schema") == 0;
        if (!isNew && id != kind.applicationId()) {
            throw new Corrupt("not a " + kind.name() + "; file=" + file);
        }
        if (schema > kind.migrations().size()) {
            throw new Corrupt(
                    "written by a newer version of Freshet; file="
                            + file
                            + " schema="
                            + schema
                            + " known="
                            + kind.migrations().size());
        }
        return schema;
    }

    private void migrate(Session session, int from) throws SQLException {
        for (int i = from; i < kind.migrations().size(); i++) {
            session.script("BEGIN IMMEDIATE");
            session.script(kind.migrations().get(i));
            session.script("PRAGMA application_id = " + kind.applicationId());
            session.script("PRAGMA user_version = " + (i + 1));
            session.script("COMMIT");
            LOG.debug("schema step file={} schema={}", file, i + 1);
        }
        if (from > 0 && from < kind.migrations().size()) {
            LOG.info("schema migrated file={} schema={}", file, kind.migrations().size());
        }
    }
}
