package io.freshet.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.adapter.sqlite.Database.Faults;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// A file keeps what was written, knows its kind, and survives a disk that fails.
final class DatabaseTest {
    private static final FileKind KIND =
            new FileKind("test", 7, List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)"));

    @TempDir Path folder;

    /// What the next reached point does; cleared when it has happened.
    private final Failing faults = new Failing();

    @Test
    void whatWasWrittenIsReadAndStays() {
        try (var database = open()) {
            insert(database, 1, "one");
            assertThat(values(database)).containsExactly("one");
        }
        try (var database = open()) {
            assertThat(values(database)).containsExactly("one");
        }
    }

    @Test
    void aPathMayHoldAnyCharacter() {
        var odd = folder.resolve("a b?c#d%20ä.db");
        try (var database = Database.open(odd, KIND)) {
            insert(database, 1, "one");
        }
        assertThat(odd).exists();
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        try (var database = open()) {
            assertThatThrownBy(
                            () ->
                                    database.write(
                                            session -> {
                                                session.update("INSERT INTO t VALUES (1, 'x')");
                                                throw new IllegalArgumentException("no");
                                            }))
                    .hasMessage("no");
            assertThat(values(database)).isEmpty();
            insert(database, 1, "one");
        }
    }

    @Test
    void aRefusedStatementIsABugAndRollsBack() {
        try (var database = open()) {
            insert(database, 1, "one");
            assertThatThrownBy(
                            () ->
                                    database.write(
                                            session -> {
                                                session.update("INSERT INTO t VALUES (2, 'x')");
                                                return session.update(
                                                        "INSERT INTO t VALUES (1, 'x')");
                                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("bug:");
            assertThat(values(database)).containsExactly("one");
        }
    }

    @Test
    void aReadSeesOneCommitWhileOthersWrite() {
        try (var database = open()) {
            insert(database, 1, "one");
            var seen =
                    database.read(
                            session -> {
                                var before = session.number("SELECT COUNT(*) FROM t");
                                insert(database, 2, "two");
                                return List.of(before, session.number("SELECT COUNT(*) FROM t"));
                            });
            assertThat(seen).containsExactly(1L, 1L);
            assertThat(values(database)).hasSize(2);
        }
    }

    @Test
    void aReadCannotWrite() {
        try (var database = open()) {
            assertThatThrownBy(() -> database.read(s -> s.update("INSERT INTO t VALUES (1, '')")))
                    .isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void migrationsRunOnceEach() {
        open().close();
        var newer =
                new FileKind(
                        "test",
                        7,
                        List.of(KIND.migrations().getFirst(), "INSERT INTO t VALUES (9, 'nine')"));
        Database.open(file(), newer).close();
        try (var database = Database.open(file(), newer)) {
            assertThat(values(database)).containsExactly("nine");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("newer version of Freshet")
                .hasMessageContaining(file().toString());
    }

    @Test
    void aFileOfAnotherKindIsCorruptAndLeftAlone() throws IOException {
        Database.open(file(), new FileKind("other", 8, KIND.migrations())).close();
        var before = Files.readAllBytes(file());

        assertThatThrownBy(this::open)
                .isInstanceOf(Corrupt.class)
                .hasMessage("not a test; file=" + file());
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoDatabaseIsCorrupt() throws IOException {
        Files.writeString(file(), "a text that is long enough to be looked at ".repeat(100));

        assertThatThrownBy(this::open)
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(file().toString());
    }

    @Test
    void aFileCutShortIsCorrupt() throws IOException {
        fill();
        try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.setLength(raw.length() / 2);
        }
        assertThatThrownBy(this::open).isInstanceOf(Corrupt.class);
    }

    @Test
    void damageInAPageIsNamedWhenItIsRead() throws IOException {
        fill();
        try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek(4096);
            raw.write(new byte[(int) raw.length() - 4096]);
        }
        assertThatThrownBy(
                        () -> {
                            try (var database = open()) {
                                values(database);
                            }
                        })
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining(file().toString());
    }

    @Test
    @Tag("I1")
    void aFullDiskIsSaidAndTheNextWriteGoesOn() {
        try (var database = open()) {
            insert(database, 1, "one");
            assertThatThrownBy(
                            () ->
                                    database.write(
                                            session -> {
                                                session.list(
                                                        "PRAGMA max_page_count = 4",
                                                        row -> row.getLong(1));
                                                return session.update(
                                                        "INSERT INTO t VALUES (2, ?)",
                                                        "x".repeat(100_000));
                                            }))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("disk full");
            insert(database, 3, "three");
            assertThat(values(database)).containsExactly("one", "three");
        }
    }

    @Test
    @Tag("I1")
    void afterAFailedSyncTheDatabaseIsCopiedBeforeItIsUsedAgain() throws IOException {
        try (var database = open()) {
            insert(database, 1, "one");
            var before = Files.getAttribute(file(), "unix:ino");
            failingAt(Faults.Point.COMMIT);
            assertThatThrownBy(() -> insert(database, 2, "two"))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageStartingWith("disk failed");
            assertThat(values(database)).containsExactly("one");

            insert(database, 3, "three");

            assertThat(values(database)).containsExactly("one", "three");
            assertThat(Files.getAttribute(file(), "unix:ino")).isNotEqualTo(before);
        }
        try (var database = open()) {
            assertThat(values(database)).containsExactly("one", "three");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.{copy,sealed}");
    }

    @Test
    @Tag("I1")
    void whileTheCopyCannotBeMadeReadsGoOn() {
        try (var database = open()) {
            insert(database, 1, "one");
            failingAt(Faults.Point.COMMIT);
            assertThatThrownBy(() -> insert(database, 2, "two")).isInstanceOf(Unavailable.class);
            failingAt(Faults.Point.COPY);
            assertThatThrownBy(() -> insert(database, 2, "two")).isInstanceOf(Unavailable.class);
            assertThat(values(database)).containsExactly("one");

            insert(database, 3, "three");
            assertThat(values(database)).containsExactly("one", "three");
        }
    }

    @Test
    @Tag("I1")
    void aSealedCopyIsPutInPlaceByTheNextWriteOrTheNextStart() {
        for (var point : List.of(Faults.Point.SEAL, Faults.Point.SWITCH)) {
            var database = open();
            long id = values(database).size() + 1L;
            insert(database, id, "kept");
            failingAt(Faults.Point.COMMIT);
            assertThatThrownBy(() -> insert(database, 99, "x")).isInstanceOf(Unavailable.class);
            failingAt(point);
            assertThatThrownBy(() -> insert(database, 99, "x")).isInstanceOf(Unavailable.class);
            assertThatThrownBy(() -> values(database)).isInstanceOf(Unavailable.class);
            if (point == Faults.Point.SWITCH) {
                insert(database, id + 1, "kept");
            }
            database.close();
        }
        try (var database = open()) {
            assertThat(values(database)).containsExactly("kept", "kept", "kept");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.{copy,sealed}");
    }

    @Test
    void anUnfinishedCopyIsDropped() throws IOException {
        fill();
        Files.writeString(folder.resolve("test.db.copy"), "half");
        try (var database = open()) {
            assertThat(values(database)).hasSize(1000);
        }
        assertThat(folder.resolve("test.db.copy")).doesNotExist();
    }

    @Test
    void afterCloseEverythingIsUnavailableAndNoLogIsLeft() {
        var database = open();
        insert(database, 1, "one");
        database.close();

        assertThatThrownBy(() -> values(database)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> insert(database, 2, "x")).isInstanceOf(Unavailable.class);
        assertThat(folder).isDirectoryNotContaining("glob:**-{wal,shm}");
        database.close();
    }

    private Path file() {
        return folder.resolve("test.db");
    }

    private Database open() {
        return Database.open(file(), KIND, faults);
    }

    private void fill() {
        try (var database = open()) {
            database.write(
                    session -> {
                        for (int i = 0; i < 1000; i++) {
                            session.update("INSERT INTO t VALUES (?, ?)", i, "x".repeat(100));
                        }
                        return null;
                    });
        }
    }

    private static void insert(Database database, long id, String value) {
        database.write(session -> session.update("INSERT INTO t VALUES (?, ?)", id, value));
    }

    private static List<String> values(Database database) {
        return database.read(
                session -> session.list("SELECT v FROM t ORDER BY id", row -> row.getString(1)));
    }

    private void failingAt(Faults.Point point) {
        faults.next = point;
    }

    private static final class Failing implements Faults {
        private @Nullable Point next;

        @Override
        public void at(Point point) throws SQLException {
            if (point == next) {
                next = null;
                throw new SQLiteException("failed sync", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
            }
        }
    }
}
