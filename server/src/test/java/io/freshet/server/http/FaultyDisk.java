package io.freshet.server.http;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The handle of `faulty_disk.c`, which is compiled here: makes the disk beneath one directory fail
/// in a process that runs, and counts its syncs. Where there is no C compiler the tests that need
/// it are skipped, and say so.
final class FaultyDisk {
    private static final List<String> COMPILERS = List.of("cc", "gcc", "clang");
    private static final int CONTROL_BYTES = 128;
    private static final int FULL = 0;
    private static final int FAIL = 4;
    private static final int LOSE = 8;
    private static final int HOLD = 12;
    private static final int HELD = 16;
    private static final int FAILED = 20;
    private static final int REFUSED = 24;
    private static final int PATTERN = 32;

    private static @Nullable Path library;

    private final Path data;
    private final Path state;
    private final MappedByteBuffer control;

    private FaultyDisk(Path data, Path state, MappedByteBuffer control) {
        this.data = data;
        this.state = state;
        this.control = control;
    }

    /// @param folder of the test; the data directory is made in it
    static FaultyDisk in(Path folder) {
        Optional<Path> built = library();
        assumeThat(built)
                .as("SKIPPED: no C compiler (cc) here, so no disk can be made to fail")
                .isPresent();
        try {
            Path data = Files.createDirectories(folder.resolve("data"));
            Path state = folder.resolve("disk");
            Files.createDirectories(state.resolve("undo"));
            Files.createFile(state.resolve("syncs"));
            try (FileChannel file =
                    FileChannel.open(
                            state.resolve("control"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)) {
                MappedByteBuffer control =
                        file.map(FileChannel.MapMode.READ_WRITE, 0, CONTROL_BYTES);
                control.order(ByteOrder.nativeOrder());
                return new FaultyDisk(data, state, control);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Compiled once for all tests of a process.
    private static synchronized Optional<Path> library() {
        if (library == null && Files.isDirectory(Path.of("/proc/self/fd"))) {
            library =
                    COMPILERS.stream().flatMap(c -> compiled(c).stream()).findFirst().orElse(null);
        }
        return Optional.ofNullable(library);
    }

    private static Optional<Path> compiled(String compiler) {
        try (InputStream code = FaultyDisk.class.getResourceAsStream("/faulty_disk.c")) {
            Path folder = Files.createTempDirectory("faulty-disk");
            Path source = folder.resolve("faulty_disk.c");
            Files.copy(code, source);
            Path built = folder.resolve("faulty_disk.so");
            List<String> line = new ArrayList<>(List.of(compiler, "-std=gnu11", "-O1", "-shared"));
            line.addAll(List.of("-fPIC", "-o", built.toString(), source.toString()));
            line.addAll(List.of("-ldl", "-lpthread"));
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(compiler + " does not compile faulty_disk.c\n" + said);
            }
            folder.toFile().deleteOnExit();
            return Optional.of(built);
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path data() {
        return data;
    }

    /// What the process that is to meet the failures is started with.
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library().orElseThrow().toString(),
                "FAULTY_DISK_ROOT", data.toString(),
                "FAULTY_DISK_STATE", state.toString());
    }

    /// Nothing more can be written.
    void fill() {
        control.putInt(FULL, 1);
    }

    void makeRoom() {
        control.putInt(FULL, 0);
    }

    /// What a failed sync leaves of what it was to write.
    enum Left {
        /// It is in the page cache, called clean, and never reaches the disk.
        IN_CACHE,
        /// It is dropped: who reads sees what was there before.
        NOTHING
    }

    /// The n-th sync from now of a file whose path contains the part fails; a `$` stands for the
    /// path's end.
    void failSync(int nth, String part, Left left) {
        pattern(part);
        control.putInt(LOSE, left == Left.NOTHING ? 1 : 0);
        control.putInt(FAIL, nth);
    }

    /// Every sync of such a file fails, until it is [#mend]ed.
    void failSyncs(String part, Left left) {
        failSync(-1, part, left);
    }

    void mend() {
        control.putInt(FAIL, 0);
    }

    /// Syncs of such a file wait, until they are let go or others are held.
    void holdSyncs(String part) {
        pattern(part);
        control.putInt(HOLD, 1);
    }

    void letGo() {
        control.putInt(HOLD, 0);
    }

    int held() {
        return control.getInt(HELD);
    }

    int failed() {
        return control.getInt(FAILED);
    }

    int refused() {
        return control.getInt(REFUSED);
    }

    /// Meanwhile it is empty and fits every file: what is held by the one before and by the next is
    /// not let go between them.
    private void pattern(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        control.put(PATTERN, (byte) 0);
        control.put(PATTERN + bytes.length, (byte) 0);
        control.put(PATTERN + 1, bytes, 1, bytes.length - 1);
        control.put(PATTERN, bytes[0]);
    }

    /// Syncs so far, of files whose path ends so.
    long syncs(String end) {
        try (var lines = Files.lines(state.resolve("syncs"))) {
            return lines.filter(line -> line.endsWith(end)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What has not been synced, by file; its process has ended.
    Path undo() {
        return state.resolve("undo");
    }
}
