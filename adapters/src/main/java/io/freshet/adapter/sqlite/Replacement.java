package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/// Puts a fresh copy of a database in its place, whole through a crash at any point.
///
/// A database is its file and its log, and no rename moves both: the new file beside the old log
/// would have foreign pages written into it, the old file without its log would lack what was
/// acknowledged. So the finished copy is first renamed to `….sealed`, which is the point of no
/// return: from then on the old file and log count for nothing, whoever finds them.
final class Replacement {
    private final Path file;
    private final Path copy;
    private final Path sealed;

    Replacement(Path file) {
        this.file = file;
        this.copy = file.resolveSibling(file.getFileName() + ".copy");
        this.sealed = file.resolveSibling(file.getFileName() + ".sealed");
    }

    /// Writes the copy, from the last state that this session sees, and seals it.
    void seal(Session source, FileKind kind) throws SQLException, IOException {
        Files.deleteIfExists(copy);
        source.update("VACUUM INTO ?", copy.toAbsolutePath().toString());
        sync(copy);
        check(kind);
        Files.deleteIfExists(log(copy));
        Files.deleteIfExists(memory(copy));
        Files.move(copy, sealed, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    boolean isSealed() {
        return Files.exists(sealed);
    }

    /// Every connection is closed. What an earlier process left is finished or dropped.
    void finish() throws IOException {
        Files.deleteIfExists(copy);
        if (!isSealed()) {
            return;
        }
        Files.deleteIfExists(log(file));
        Files.deleteIfExists(memory(file));
        Files.deleteIfExists(PageSums.beside(file));
        syncFolder();
        Files.move(sealed, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
    }

    private void check(FileKind kind) throws SQLException {
        Session session = new Connections(copy, kind).reader();
        try {
            if (!isWhole(session)) {
                throw new Unavailable("copy failed its check; file=" + copy, Duration.ofSeconds(1));
            }
        } finally {
            Connections.closeQuietly(session);
        }
    }

    static boolean isWhole(Session session) throws SQLException {
        return session.list("PRAGMA quick_check(1)", row -> row.getString(1)).equals(List.of("ok"));
    }

    /// Moves a database that is not open out of the way, over the one that was moved before.
    static void setAside(Path file) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            move(log(file), log(aside));
            Files.deleteIfExists(memory(file));
            move(PageSums.beside(file), PageSums.beside(aside));
        } catch (IOException e) {
            throw Failures.io(file, e);
        }
    }

    /// Deletes what was moved out of the way.
    static void dropAside(Path file) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.deleteIfExists(aside);
            Files.deleteIfExists(log(aside));
            Files.deleteIfExists(PageSums.beside(aside));
        } catch (IOException e) {
            throw Failures.io(file, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        if (Files.exists(from)) {
            Files.move(from, to);
        }
    }

    private void syncFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static Path log(Path path) {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    private static Path memory(Path path) {
        return path.resolveSibling(path.getFileName() + "-shm");
    }
}
