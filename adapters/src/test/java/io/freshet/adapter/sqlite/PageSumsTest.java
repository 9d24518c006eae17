package io.freshet.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Corrupt;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checksums beside a database follow it through commits, checkpoints, growth and crashes, and
/// call nothing damaged that is not.
final class PageSumsTest {
    private static final FileKind KIND =
            new FileKind("test", 7, List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)"));

    @TempDir Path folder;

    @Test
    @Tag("I1")
    void whatACrashLeavesAtAnyCommitOpensWhole() throws IOException {
        int copies = 0;
        try (Database database = Database.open(folder.resolve("live.db"), KIND)) {
            for (int i = 1; i <= 60; i++) {
                insert(database, i, i % 20 == 0 ? 3_000_000 : 20_000);
                if (i % 4 == 0) {
                    copyTo("copy" + i + ".db");
                    copies++;
                }
            }
        }
        for (int i = 1; i <= copies; i++) {
            try (Database database = Database.open(folder.resolve("copy" + i * 4 + ".db"), KIND)) {
                assertThat(database.<Long>read(s -> s.number("SELECT COUNT(*) FROM t")))
                        .isEqualTo(i * 4L);
                insert(database, 1000, 10);
            }
        }
    }

    @Test
    void theLogIsEmptiedBeforeItGrowsLong() throws IOException {
        try (Database database = Database.open(folder.resolve("live.db"), KIND)) {
            for (int i = 1; i <= 300; i++) {
                insert(database, i, 100_000);
            }
            assertThat(Files.size(folder.resolve("live.db-wal"))).isLessThan(8 << 20);
        }
    }

    @Test
    void aFileWithoutSumsIsCheckedAndGetsThem() throws IOException {
        Path file = folder.resolve("live.db");
        try (Database database = Database.open(file, KIND)) {
            insert(database, 1, 50_000);
        }
        Files.delete(PageSums.beside(file));
        Database.open(file, KIND).close();
        flip(file, 5 * 4096 + 99);
        assertThatThrownBy(() -> Database.open(file, KIND))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("page=6 offset=20480")
                .hasMessageContaining(file.toString());
    }

    @Test
    void damagedSumsAreMadeAnewFromASoundFile() throws IOException {
        Path file = folder.resolve("live.db");
        try (Database database = Database.open(file, KIND)) {
            insert(database, 1, 50_000);
        }
        for (int offset : List.of(3, 20, 64, 77)) {
            flip(PageSums.beside(file), offset);
            Database.open(file, KIND).close();
        }
        flip(file, 5 * 4096 + 99);
        assertThatThrownBy(() -> Database.open(file, KIND)).isInstanceOf(Corrupt.class);
    }

    private static void insert(Database database, int id, int length) {
        database.write(
                session ->
                        session.update(
                                "INSERT INTO t VALUES (?, ?)", id, ("" + id % 10).repeat(length)));
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(offset);
            int old = raw.read();
            raw.seek(offset);
            raw.write(old ^ 16);
        }
    }

    private void copyTo(String name) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "live.db*")) {
            for (Path part : parts) {
                String suffix = part.getFileName().toString().substring("live.db".length());
                if (!suffix.equals("-shm")) {
                    Files.copy(
                            part,
                            folder.resolve(name + suffix),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
