package io.freshet.adapter.sqlite;

import io.freshet.FreshetException;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A SQLite file: one writing connection and a few reading ones. A write is durable when it
/// returns; a read sees one commit. Safe for any thread; writes go one after the other. Native and
/// blocking: call it on platform threads.
///
/// **A failing disk** (I1). After an I/O error or a full disk no further statement runs on the
/// writing connection. After a full disk it is opened anew: what was refused was never written.
/// After an I/O error a sync may have lost pages that the kernel has since marked clean, so that
/// another sync would succeed and prove nothing: before the next write the database is copied to a
/// new file, synced, checked and put in its place. The copy is taken by a reading connection, which
/// sees the last commit that succeeded and not the log behind it, where a failed commit may stand
/// whole; so one reading connection is always open. Until the copy is made, reads go on.
///
/// **At the start** every page is compared with its checksum ([PageSums]) where that takes a second
/// at most, and the log with the end that was noted for it: so a flipped bit is named and not read.
/// Damage in a larger file is named by SQLite, where it breaks the order of a page that is read.
/// Then a log that was left is written into the file at once: that rewrites all that a failed sync
/// before the crash may have lost.
final class Database implements AutoCloseable {
    static final int READERS_MAX = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Path file;
    private final FileKind kind;
    private final Faults faults;
    private final Connections connections;
    private final Checkpoints checkpoints;
    private final Replacement replacement;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore readers = new Semaphore(READERS_MAX, true);
    private final Deque<Session> idle = new ConcurrentLinkedDeque<>();
    private final Trouble trouble;
    private @Nullable Session writer;
    private boolean inDoubt;
    private @Nullable Corrupt damage;
    private volatile boolean isOpen = true;
    private volatile boolean isBetweenFiles;

    /// Where a test makes the disk fail.
    interface Faults {
        Faults NONE = point -> {};

        enum Point {
            COMMIT,
            COPY,
            SEAL,
            SWITCH
        }

        void at(Point point) throws SQLException, IOException;
    }

    /// What runs in a transaction. It may run once only and keeps nothing of the session.
    interface Work<T extends @Nullable Object> {
        T in(Session session) throws SQLException;
    }

    private Database(Path file, FileKind kind, Faults faults) {
        this.file = file;
        this.kind = kind;
        this.faults = faults;
        this.trouble = new Trouble(file);
        this.connections = new Connections(file, kind);
        this.checkpoints = new Checkpoints(file, connections);
        this.replacement = new Replacement(file);
    }

    /// Opens the file, made where there is none, with its schema up to date.
    static Database open(Path file, FileKind kind) {
        return open(file, kind, Faults.NONE);
    }

    static Database open(Path file, FileKind kind, Faults faults) {
        Database database = new Database(file, kind, faults);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            database.start();
            return database;
        } catch (SQLException e) {
            database.abandon();
            throw Failures.of(file, e);
        } catch (IOException e) {
            database.abandon();
            throw Failures.io(file, e);
        } catch (RuntimeException e) {
            database.abandon();
            throw e;
        }
    }

    private void start() throws SQLException, IOException {
        replacement.finish();
        writer = checkpoints.open();
        idle.push(connections.reader());
    }

    /// Runs the work in a transaction of the writing connection: all of it is durable when this
    /// returns, none of it happened where this throws.
    <T extends @Nullable Object> T write(Work<T> work) {
        writing.lock();
        try {
            T result = commit(ready(), work);
            trouble.ended();
            return result;
        } catch (SQLException e) {
            RuntimeException failure = Failures.of(file, e);
            trouble.met(failure);
            fail(e, failure);
            throw failure;
        } catch (IOException e) {
            RuntimeException failure = Failures.io(file, e);
            trouble.met(failure);
            throw failure;
        } finally {
            writing.unlock();
        }
    }

    /// Why the last write failed, until one succeeds. Where none comes by itself, asking makes one
    /// that changes nothing: a disk that has room again is not to be called full.
    Optional<String> problem() {
        if (trouble.now().isPresent() && writing.tryLock()) {
            try {
                if (isOpen && !inDoubt && damage == null) {
                    write(Database::touch);
                }
            } catch (FreshetException e) {
                LOG.debug("still failing file={}", file, e);
            } finally {
                writing.unlock();
            }
        }
        return trouble.now();
    }

    private static boolean touch(Session session) throws SQLException {
        long schema = session.number("PRAGMA user_version");
        session.script("PRAGMA user_version = " + schema);
        return true;
    }

    private <T extends @Nullable Object> T commit(Session session, Work<T> work)
            throws SQLException, IOException {
        session.script("BEGIN IMMEDIATE");
        try {
            T result = work.in(session);
            faults.at(Faults.Point.COMMIT);
            session.script("COMMIT");
            checkpoints.committed(session);
            return result;
        } catch (SQLException e) {
            if (!Failures.endsConnection(e)) {
                rollBack(session);
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            rollBack(session);
            throw e;
        }
    }

    /// SQLite may have rolled back already; either way the transaction ends with the connection.
    private void rollBack(Session session) {
        try {
            session.script("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("rollback failed file={}", file, e);
            Connections.closeQuietly(session);
            writer = null;
        }
    }

    /// The writing connection, mended where it must be.
    private Session ready() throws SQLException, IOException {
        if (!isOpen) {
            throw closed();
        }
        if (damage != null) {
            throw new Corrupt("database is damaged; file=" + file, damage);
        }
        if (inDoubt) {
            replace();
        }
        Session session = writer;
        if (session == null) {
            session = connections.writer();
            writer = session;
        }
        return session;
    }

    private void fail(SQLException e, RuntimeException failure) {
        Session session = writer;
        if (session == null || !Failures.endsConnection(e)) {
            return;
        }
        Connections.closeQuietly(session);
        writer = null;
        inDoubt |= Failures.leavesDoubt(e);
        if (failure instanceof Corrupt corrupt) {
            damage = corrupt;
        }
    }

    private void replace() throws SQLException, IOException {
        readers.acquireUninterruptibly(READERS_MAX);
        try {
            if (!isBetweenFiles) {
                faults.at(Faults.Point.COPY);
                replacement.seal(idle.element(), kind);
                isBetweenFiles = true;
                faults.at(Faults.Point.SEAL);
            }
            change();
            LOG.warn("database copied to a new file after a disk failure file={}", file);
        } finally {
            readers.release(READERS_MAX);
        }
    }

    /// The sealed copy takes the place of the file, which nobody reads.
    private void change() throws SQLException, IOException {
        abandon();
        replacement.finish();
        faults.at(Faults.Point.SWITCH);
        writer = checkpoints.open();
        idle.push(connections.reader());
        isBetweenFiles = false;
        inDoubt = false;
    }

    /// Puts a copy in place of the file, so that nothing is left of what was deleted from it: not
    /// in free pages, not within pages, not in the log. Reads go on until the copy is there, writes
    /// wait. Needs as much room as the database has.
    void renew() {
        writing.lock();
        try {
            var _ = ready();
            copied(session -> replacement.seal(session, kind));
            readers.acquireUninterruptibly(READERS_MAX);
            try {
                isBetweenFiles = true;
                inDoubt = true;
                change();
            } finally {
                readers.release(READERS_MAX);
            }
            trouble.ended();
        } catch (SQLException e) {
            RuntimeException failure = Failures.of(file, e);
            trouble.met(failure);
            throw failure;
        } catch (IOException e) {
            RuntimeException failure = Failures.io(file, e);
            trouble.met(failure);
            throw failure;
        } finally {
            writing.unlock();
        }
    }

    /// Writes what one commit left into a file that is not there yet. Writes go on meanwhile, and
    /// the log grows.
    void copyTo(Path target) {
        try {
            copied(session -> session.update("VACUUM INTO ?", target.toAbsolutePath().toString()));
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } catch (IOException e) {
            throw Failures.io(file, e);
        }
    }

    /// A copy, taken by a reading connection.
    private interface Copying {
        void by(Session session) throws SQLException, IOException;
    }

    private void copied(Copying copying) throws SQLException, IOException {
        readers.acquireUninterruptibly();
        try {
            Session session = borrow();
            try {
                copying.by(session);
            } finally {
                idle.push(session);
            }
        } finally {
            readers.release();
        }
    }

    /// Runs the work in a transaction that sees one commit and changes nothing. Short: while it
    /// lasts the log grows.
    <T extends @Nullable Object> T read(Work<T> work) {
        readers.acquireUninterruptibly();
        try {
            return readOn(borrow(), work);
        } catch (SQLException e) {
            throw Failures.of(file, e);
        } finally {
            readers.release();
        }
    }

    private Session borrow() throws SQLException {
        if (!isOpen) {
            throw closed();
        }
        if (isBetweenFiles) {
            throw new Unavailable(
                    "database is being replaced; file=" + file, Duration.ofSeconds(1));
        }
        Session session = idle.poll();
        return session != null ? session : connections.reader();
    }

    private <T extends @Nullable Object> T readOn(Session session, Work<T> work)
            throws SQLException {
        try {
            session.script("BEGIN");
            return work.in(session);
        } finally {
            end(session);
        }
    }

    /// A connection that cannot end its transaction is closed, unless it is the last one.
    private void end(Session session) {
        try {
            session.script("ROLLBACK");
            idle.push(session);
        } catch (SQLException e) {
            LOG.debug("read did not end file={}", file, e);
            if (idle.isEmpty()) {
                idle.push(session);
            } else {
                Connections.closeQuietly(session);
            }
        }
    }

    private Unavailable closed() {
        return new Unavailable("database is closed; file=" + file, Duration.ofSeconds(1));
    }

    /// Closes all connections, the writing one last, which leaves no log behind.
    @Override
    public void close() {
        writing.lock();
        readers.acquireUninterruptibly(READERS_MAX);
        try {
            isOpen = false;
            abandon();
        } finally {
            readers.release(READERS_MAX);
            writing.unlock();
        }
    }

    private void abandon() {
        closeReaders();
        Session session = writer;
        writer = null;
        if (session != null) {
            checkpoints.close(session);
            Connections.closeQuietly(session);
        }
        checkpoints.closed();
    }

    private void closeReaders() {
        for (Session session : new ArrayDeque<>(idle)) {
            Connections.closeQuietly(session);
        }
        idle.clear();
    }
}
