package io.freshet.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bit of a file is flipped, or a file is cut, while nobody has it open: the file is named, or
/// what it held is made anew, and never is there a wrong answer.
final class FlippedBitsTest {
    private static final long SEED = 20_261_128;
    private static final int FLIPS = 6;
    private static final int DOCUMENTS = 40;

    @TempDir Path work;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final Map<String, String> documents = new TreeMap<>();

    /// `closed` was stopped in order, `killed` was not and has its logs.
    @BeforeEach
    void closedAndKilled() throws InterruptedException {
        Path data = work.resolve("live");
        OneAtATime calls = new OneAtATime();
        try (Engine engine = new DiskAdapters(data, Optional.empty(), calls).open()) {
            Shard book = engine.create(DiskAdapters.BOOK);
            for (int i = 0; i < DOCUMENTS; i++) {
                put(book, "page-" + i, ("Page " + i + " of a book. ").repeat(40).strip());
            }
            for (int i = 0; i < DOCUMENTS; i += 3) {
                put(book, "page-" + i, "Page " + i + ", again.");
            }
            calls.copy(data, work.resolve("killed"));
        }
        OneAtATime.copyStill(data, work.resolve("closed"));
    }

    private void put(Shard shard, String id, String text) throws InterruptedException {
        IndexEvent event =
                new IndexEvent(
                        List.of(new DocumentId(id)),
                        new Change.Upsert(
                                Optional.of(new Content(Format.PLAIN, text)),
                                new Change.MetadataChange.Replace(Metadata.NONE)),
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Instant.EPOCH);
        var accepted = shard.submitTracked(new Submission(List.of(event), false));
        if (accepted instanceof Admission.Accepted on) {
            assertThat(shard.await(on, Duration.ofSeconds(60)).visible()).isTrue();
        }
        documents.put(id, text);
    }

    /// Does harm to one file.
    private interface Harm {
        void to(RandomAccessFile file) throws IOException;
    }

    @Test
    @Tag("I1")
    @Tag("I4")
    @Tag("I6")
    void aFlippedBitIsNamedOrWhatItHeldIsMadeAnew() throws Exception {
        Set<String> named = new TreeSet<>();
        for (String state : List.of("closed", "killed")) {
            for (Path file : files(work.resolve(state))) {
                int flips = file.toString().contains("lucene") ? 1 : FLIPS;
                for (int i = 0; i < flips; i++) {
                    flip(state, file, named);
                }
            }
        }
        assertThat(named).contains("journal.db", "ledger.db", "journal.db-wal", "ledger.db-wal");
    }

    private void flip(String state, Path file, Set<String> named) throws Exception {
        long size = Files.size(work.resolve(state).resolve(file));
        if (size == 0) {
            return;
        }
        long offset = chance.nextLong(size);
        int bit = 1 << chance.nextInt(8);
        String what = state + " " + file + " offset " + offset + " bit " + bit;
        String problem =
                outcome(
                        state,
                        file,
                        what,
                        raw -> {
                            raw.seek(offset);
                            int old = raw.read();
                            raw.seek(offset);
                            raw.write(old ^ bit);
                        });
        if (!problem.isEmpty()) {
            assertThat(problem).as(what).contains(file.getFileName().toString());
            named.add(file.getFileName().toString());
        }
    }

    @Test
    @Tag("I1")
    void aLogThatIsCutIsNamed() throws Exception {
        for (String name : List.of("journal.db-wal", "ledger.db-wal")) {
            Path file = Path.of("collections", "book", name);
            long size = Files.size(work.resolve("killed").resolve(file));
            for (long length : List.of(0L, 100L, size / 2, size - 1)) {
                String what = name + " cut to " + length + " of " + size;
                assertThat(outcome("killed", file, what, raw -> raw.setLength(length)))
                        .as(what)
                        .contains(name);
            }
        }
    }

    private static List<Path> files(Path state) throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .map(state::relativize)
                    .filter(file -> !file.toString().endsWith("-shm"))
                    .filter(file -> !file.toString().endsWith("write.lock"))
                    .sorted()
                    .toList();
        }
    }

    /// Opens a copy that was harmed: all in it is right, but for what is refused.
    ///
    /// @return why the collection is refused; empty where it is not
    private String outcome(String state, Path file, String what, Harm harm) throws Exception {
        Path data = work.resolve("harmed");
        OneAtATime.copyStill(work.resolve(state), data);
        try (RandomAccessFile raw = new RandomAccessFile(data.resolve(file).toFile(), "rw")) {
            harm.to(raw);
        }
        DiskAdapters adapters = new DiskAdapters(data);
        try (Engine engine = adapters.open()) {
            Shard book = engine.find(DiskAdapters.BOOK).orElseThrow();
            CollectionStatus status = book.status();
            if (status.state() == CollectionStatus.State.CORRUPT) {
                return status.problem().orElse("");
            }
            Reopened reopened = new Reopened(adapters, book);
            reopened.awaitRest(documents::equals);
            assertThat(reopened.problems()).as(what).isEmpty();
            return "";
        } finally {
            delete(data);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path path : files.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
