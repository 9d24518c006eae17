package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Corrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves what a database's log holds into its file, and sees to it that [PageSums] follow: SQLite
/// never does it by itself. Confined to whoever writes the database.
final class Checkpoints {
    /// A log of about 4 MiB.
    private static final int FRAMES = 1000;

    private static final long CHECKED_BYTES_MAX = 256L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Path file;
    private final Connections connections;
    private @Nullable PageSums sums;
    private int next = FRAMES;

    Checkpoints(Path file, Connections connections) {
        this.file = file;
        this.connections = connections;
    }

    /// What a checkpoint came to.
    ///
    /// @param frames in the log
    /// @param moved of them, into the file
    private record Moved(int frames, int moved) {
        boolean isAll() {
            return frames == moved;
        }
    }

    /// Opens the database, of which nothing is open, once it is known to be what was written. What
    /// was in the log is in the file then.
    ///
    /// @throws Corrupt where it is not
    Session open() throws SQLException, IOException {
        boolean isNew = !Files.exists(file) || Files.size(file) == 0;
        if (isNew) {
            Files.deleteIfExists(PageSums.beside(file));
        }
        PageSums pages = PageSums.open(file);
        sums = pages;
        next = FRAMES;
        if (pages.isUsable()) {
            pages.verify(CHECKED_BYTES_MAX);
        }
        Session session = connections.writer();
        try {
            if (pages.isUsable()) {
                empty(session, pages);
                return session;
            }
            if (!isNew) {
                check(session);
            }
        } catch (SQLException | IOException | RuntimeException e) {
            Connections.closeQuietly(session);
            throw e;
        }
        session.close();
        pages.create();
        return connections.writer();
    }

    /// A file without usable sums, such as one of an earlier version.
    private void check(Session session) throws SQLException, IOException {
        session.list("PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
        if (Files.size(file) > CHECKED_BYTES_MAX) {
            return;
        }
        List<String> found = session.list("PRAGMA integrity_check(1)", row -> row.getString(1));
        if (!found.equals(List.of("ok"))) {
            throw new Corrupt(
                    "database is damaged; file=" + file, new IOException(found.toString()));
        }
    }

    private void empty(Session session, PageSums pages) throws SQLException, IOException {
        pages.absorb();
        if (move(session, "PASSIVE").isAll()) {
            pages.logIsEmpty();
            move(session, "TRUNCATE");
        } else {
            throw new IOException("somebody else reads the database");
        }
    }

    /// After each commit. It is durable by now, so nothing that fails here is its failure: the log
    /// is still there, and the next checkpoint takes it up.
    void committed(Session session) {
        try {
            Moved log = move(session, "NOOP");
            keep(pages -> pages.committed(log.frames));
            if (log.frames >= next && !log.isAll()) {
                next = log.frames + FRAMES;
                keep(PageSums::absorb);
                next = move(session, "PASSIVE").isAll() ? FRAMES : next;
            }
        } catch (SQLException e) {
            LOG.warn("checkpoint failed, and the log grows until one does not file={}", file, e);
        }
    }

    /// Something that is done with the sums.
    private interface Keeping {
        void with(PageSums sums) throws IOException;
    }

    private void keep(Keeping keeping) {
        PageSums pages = sums;
        if (pages == null || !pages.isUsable()) {
            return;
        }
        try {
            keeping.with(pages);
        } catch (IOException e) {
            distrust(pages, e);
        }
    }

    private void distrust(PageSums pages, Exception cause) {
        LOG.warn(
                "checksums cannot be kept, and are made anew at the next start file={}",
                file,
                cause);
        try {
            pages.distrust();
        } catch (IOException e) {
            LOG.error("checksums may be wrong: remove them before the next start file={}", file, e);
        }
    }

    /// Before the last connection closes, which lets the log go.
    void close(Session session) {
        PageSums pages = sums;
        if (pages == null) {
            return;
        }
        try {
            if (pages.isUsable()) {
                empty(session, pages);
            }
        } catch (Corrupt e) {
            LOG.error("the next start says what is lost file={}", file, e);
        } catch (IOException | SQLException e) {
            distrust(pages, e);
        }
    }

    /// Nothing of the database is open any more.
    void closed() {
        PageSums pages = sums;
        sums = null;
        try {
            if (pages != null) {
                pages.close();
            }
        } catch (IOException e) {
            LOG.debug("checksums failed to close file={}", file, e);
        }
    }

    private static Moved move(Session session, String mode) throws SQLException {
        return session.first(
                        "PRAGMA wal_checkpoint(" + mode + ")",
                        row -> new Moved(row.getInt(2), row.getInt(3)))
                .orElseThrow();
    }
}
