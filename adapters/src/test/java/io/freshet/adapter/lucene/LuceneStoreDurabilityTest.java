package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.TestRows.publish;
import static io.freshet.adapter.lucene.TestRows.row;
import static io.freshet.adapter.lucene.TestRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.FreshetException.Unavailable;
import io.freshet.SearchSettings;
import io.freshet.spi.Store.Applied;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lasts of the index through crashes, and what becomes of a damaged one.
final class LuceneStoreDurabilityTest {
    private static final Applied NOTHING = new Applied("", 0, 0);

    @TempDir Path temporary;
    private Path directory;
    private final AtomicLong nanos = new AtomicLong();

    @BeforeEach
    void nameTheDirectory() {
        directory = temporary.resolve("index");
    }

    @Test
    void aCrashLeavesTheLastCommitWhichIsMadeAfterAWhile() throws IOException {
        try (var store = open(directory)) {
            publish(store, 1, List.of(row(1, 8)));
            nanos.addAndGet(LuceneStore.COMMIT_AFTER.toNanos());
            publish(store, 2, List.of(row(2, 8)));
            publish(store, 3, List.of(row(3, 8)));
            store.write(List.of(), List.of(row(4, 8)));

            try (var crashed = open(copy())) {
                assertThat(crashed.applied()).isEqualTo(new Applied("h", 2, 2));
                assertThat(crashed.rows(Optional.empty(), 9)).hasSize(2);
                publish(crashed, 3, List.of(row(3, 8)));
                assertThat(crashed.applied()).isEqualTo(new Applied("h", 3, 3));
            }
        }
    }

    @Test
    void manyPublishesAreCommittedWithoutWaiting() throws IOException {
        try (var store = open(directory)) {
            for (int version = 1; version <= LuceneStore.COMMIT_PUBLISHES + 3; version++) {
                store.publish("h", version);
            }

            try (var crashed = open(copy())) {
                assertThat(crashed.applied().version()).isEqualTo(LuceneStore.COMMIT_PUBLISHES);
            }
        }
    }

    @Test
    @Tag("A28")
    void anIndexWithAnyFileCutShortBeginsAnewAndWorks() throws IOException {
        damageEachFile(
                file -> {
                    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(channel.size() / 2);
                    }
                });
    }

    @Test
    @Tag("A28")
    void anIndexWithAnyFileMissingBeginsAnewAndWorks() throws IOException {
        damageEachFile(Files::delete);
    }

    @Test
    @Tag("A28")
    void anIndexWithAnyFileEmptyBeginsAnewAndWorks() throws IOException {
        damageEachFile(
                file -> Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING));
    }

    @Test
    void theLastDamagedIndexIsKeptBeside() throws IOException {
        fill(directory);
        for (int i = 0; i < 2; i++) {
            try (var files = Files.list(directory)) {
                for (Path file : files.filter(this::isSegmentsFile).toList()) {
                    Files.writeString(file, "damage");
                }
            }
            open(directory).close();
        }

        assertThat(temporary.resolve("index.damaged")).isDirectory();
        assertThat(temporary.resolve("index.damaged.damaged")).doesNotExist();
    }

    @Test
    @Tag("A28")
    void aDeletedDirectoryIsAnEmptyStore() throws IOException {
        fill(directory);
        empty(directory);
        Files.delete(directory);

        try (var store = open(directory)) {
            assertThat(store.applied()).isEqualTo(NOTHING);
        }
    }

    @Test
    void aDirectoryLostWhileOpenIsToldAndTheStoreFallsBack() throws IOException {
        try (var store = open(directory)) {
            publish(store, 1, rows(20, 8));
            empty(directory);
            nanos.addAndGet(LuceneStore.COMMIT_AFTER.toNanos());

            assertThatThrownBy(() -> publish(store, 2, List.of(row(21, 8))))
                    .isInstanceOf(Unavailable.class);

            assertThat(store.applied()).isEqualTo(NOTHING);
            publish(store, 2, rows(21, 8));
            assertThat(store.applied()).isEqualTo(new Applied("h", 2, 21));
        }
        try (var again = open(directory)) {
            assertThat(again.applied()).isEqualTo(new Applied("h", 2, 21));
        }
    }

    /// A flipped bit in the vectors comes out when a merge reads them, in the background: at any
    /// moment of what goes on meanwhile, hence more than once.
    @RepeatedTest(10)
    void damageThatAMergeMeetsIsToldAndTheStoreBeginsAnew() throws IOException {
        fill(directory);
        try (var store = open(directory)) {
            flipAVector();
            assertThatThrownBy(
                            () -> {
                                for (int version = 2; version < 5_000; version++) {
                                    publish(store, version, List.of(row(version, 8)));
                                }
                            })
                    .isInstanceOf(Unavailable.class);

            assertThat(store.applied()).isEqualTo(NOTHING);
            publish(store, 1, rows(20, 8));
            assertThat(store.applied()).isEqualTo(new Applied("h", 1, 20));
        }
    }

    /// At the start it comes out at once.
    @Test
    void aFlippedBitIsFoundAtTheStartAndTheStoreBeginsAnew() throws IOException {
        fill(directory);
        flipAVector();
        try (var store = open(directory)) {
            assertThat(store.applied()).isEqualTo(NOTHING);
        }
    }

    private void flipAVector() throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".cfs")).toList()) {
                int at = firstVector(Files.readAllBytes(file));
                try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
                    raw.seek(at);
                    int old = raw.read();
                    raw.seek(at);
                    raw.write(old ^ 1);
                }
            }
        }
    }

    @Test
    void anIndexOfOtherDimensionsBeginsAnew() {
        fill(directory);

        try (var store =
                LuceneStore.open(
                        "lucene",
                        directory,
                        new LuceneStore.Kept(16, SearchSettings.Keywords.DEFAULT),
                        nanos::get)) {
            assertThat(store.applied()).isEqualTo(NOTHING);
            publish(store, 1, rows(5, 16));
            assertThat(store.applied().rows()).isEqualTo(5);
        }
    }

    @Test
    void aDirectoryInUseIsUnavailableAndUntouched() {
        try (var store = open(directory)) {
            publish(store, 1, rows(5, 8));

            assertThatThrownBy(() -> open(directory)).isInstanceOf(Unavailable.class);

            publish(store, 2, List.of(row(6, 8)));
            assertThat(store.applied()).isEqualTo(new Applied("h", 2, 6));
        }
    }

    private interface Damage {
        void on(Path file) throws IOException;
    }

    private void damageEachFile(Damage damage) throws IOException {
        fill(directory);
        List<Path> names;
        try (var files = Files.list(directory)) {
            names = files.map(Path::getFileName).filter(this::isData).toList();
        }
        assertThat(names).hasSizeGreaterThan(1);
        for (Path name : names) {
            Path copy = copy();
            damage.on(copy.resolve(name));

            try (var store = open(copy)) {
                assertThat(store.applied()).as(name.toString()).isEqualTo(NOTHING);
                publish(store, 1, rows(3, 8));
                assertThat(store.applied().rows()).isEqualTo(3);
            }
            try (var store = open(copy)) {
                assertThat(store.applied()).isEqualTo(new Applied("h", 1, 3));
            }
        }
    }

    private boolean isData(Path file) {
        return !file.toString().equals("write.lock");
    }

    private boolean isSegmentsFile(Path file) {
        return file.getFileName().toString().startsWith("segments_");
    }

    /// Where the first row's vector lies in a segment.
    private static int firstVector(byte[] segment) {
        float[] unit = RowDocuments.unit(row(0, 8).vector());
        ByteBuffer bytes = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at <= segment.length - unit.length * Float.BYTES; at++) {
            if (bytes.getFloat(at) == unit[0] && bytes.getFloat(at + Float.BYTES) == unit[1]) {
                return at;
            }
        }
        throw new AssertionError("no vector in the segment");
    }

    private void fill(Path index) {
        try (var store = open(index)) {
            publish(store, 1, rows(20, 8));
        }
    }

    private LuceneStore open(Path index) {
        return LuceneStore.open(
                "lucene",
                index,
                new LuceneStore.Kept(8, SearchSettings.Keywords.DEFAULT),
                nanos::get);
    }

    /// The files as they lie on disk at this moment: what a crash leaves, or less.
    private Path copy() throws IOException {
        Path copy = Files.createTempDirectory(temporary, "copy").resolve("index");
        Files.createDirectory(copy);
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                try {
                    Files.copy(file, copy.resolve(file.getFileName()));
                } catch (NoSuchFileException merged) {
                    assertThat(merged.getFile()).as("a merge may delete a file").isNotEmpty();
                }
            }
        }
        return copy;
    }

    private static void empty(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
