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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of a collection are lost, or older ones are put back, in every combination: at the start
/// it is mended, or refused with what to do, and never served as if nothing were missing. The other
/// collection serves all along.
final class MixedFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path work;

    /// Of which of two moments a file is.
    enum From {
        OLD,
        NEW,
        LOST
    }

    /// What may be lost or older.
    private record Mix(From journal, From ledger, From index, From vectors) {
        /// What the collection serves; empty where it is refused.
        Optional<From> serves() {
            if (journal == From.LOST && ledger == From.LOST && index == From.LOST) {
                return Optional.of(From.LOST);
            }
            return journal == ledger && ledger != From.LOST
                    ? Optional.of(ledger)
                    : Optional.empty();
        }

        /// How many texts must be embedded again: those of rows that the index lacks and whose
        /// vectors are gone.
        int asksAgain() {
            if (index == ledger || vectors == From.NEW || vectors == ledger) {
                return 0;
            }
            return vectors == From.OLD ? 2 : ledger == From.OLD ? 2 : 3;
        }

        /// A part of what the operator is told.
        String says() {
            if (journal == From.LOST) {
                return ledger == From.LOST
                        ? "journal and ledger are lost and the index is not: put them back"
                        : "the journal is lost and its ledger is not: put it back";
            }
            if (ledger == From.LOST) {
                return "the ledger is not the one that this journal belongs to: restore both";
            }
            return ledger == From.OLD
                    ? "the ledger is older than its journal: put the newer one back"
                    : "the journal is older than its ledger: put the newer one back";
        }
    }

    private final Map<From, Map<String, String>> documents = new TreeMap<>();

    @BeforeEach
    void twoMoments() throws InterruptedException {
        Path data = work.resolve("live");
        run(
                data,
                book -> {
                    put(book, "kept", "A text that stays.", 7);
                    put(book, "edited", "The first text.", 3);
                });
        OneAtATime.copyStill(data, work.resolve("OLD"));
        documents.put(From.OLD, Map.of("kept", "A text that stays.", "edited", "The first text."));
        run(
                data,
                book -> {
                    put(book, "edited", "The second text.", 4);
                    put(book, "added", "A text that came later.", 1);
                });
        OneAtATime.copyStill(data, work.resolve("NEW"));
        documents.put(
                From.NEW,
                Map.of(
                        "kept",
                        "A text that stays.",
                        "edited",
                        "The second text.",
                        "added",
                        "A text that came later."));
        documents.put(From.LOST, Map.of());
    }

    private interface Work {
        void on(Shard book) throws InterruptedException;
    }

    private static void run(Path data, Work work) throws InterruptedException {
        try (Engine engine = new DiskAdapters(data).open()) {
            put(engine.create(DiskAdapters.OTHER), "other", "A text of another collection.", 1);
            work.on(engine.create(DiskAdapters.BOOK));
        }
    }

    private static Admission.Accepted put(Shard shard, String id, String text, long sourceVersion)
            throws InterruptedException {
        IndexEvent event =
                new IndexEvent(
                        List.of(new DocumentId(id)),
                        new Change.Upsert(
                                Optional.of(new Content(Format.PLAIN, text)),
                                new Change.MetadataChange.Replace(Metadata.NONE)),
                        Priority.NORMAL,
                        OptionalLong.of(sourceVersion),
                        Optional.empty(),
                        Instant.EPOCH);
        Admission.Accepted accepted =
                (Admission.Accepted) shard.submitTracked(new Submission(List.of(event), false));
        assertThat(shard.await(accepted, PATIENCE).visible()).isTrue();
        return accepted;
    }

    @Test
    @Tag("I1")
    @Tag("I4")
    void everyMixOfFilesIsMendedOrRefusedWithWhatToDo() throws Exception {
        for (From journal : From.values()) {
            for (From ledger : From.values()) {
                for (From index : From.values()) {
                    meets(new Mix(journal, ledger, index, From.NEW));
                }
            }
        }
        for (From vectors : List.of(From.OLD, From.LOST)) {
            meets(new Mix(From.NEW, From.NEW, From.LOST, vectors));
            meets(new Mix(From.NEW, From.NEW, From.NEW, vectors));
            meets(new Mix(From.OLD, From.OLD, From.NEW, vectors));
        }
    }

    private void meets(Mix mix) throws Exception {
        Path data = work.resolve("mixed");
        mixed(data, mix);
        DiskAdapters adapters = new DiskAdapters(data);
        try (Engine engine = adapters.open()) {
            Reopened other = new Reopened(adapters, engine.find(DiskAdapters.OTHER).orElseThrow());
            other.awaitRest(texts -> texts.size() == 1);
            Shard book = engine.find(DiskAdapters.BOOK).orElseThrow();
            if (mix.serves().isPresent()) {
                Reopened reopened = new Reopened(adapters, book);
                reopened.awaitRest(documents.get(mix.serves().get())::equals);
                assertThat(reopened.problems()).as("%s", mix).isEmpty();
                assertThat((long) adapters.embedder().textCount() - mix.asksAgain())
                        .as("%s: what is embedded again, but for what is read back", mix)
                        .isBetween(0L, readBack(engine));
            } else {
                CollectionStatus status = book.status();
                assertThat(status.state()).as("%s", mix).isEqualTo(CollectionStatus.State.CORRUPT);
                assertThat(status.problem().orElse("")).as("%s", mix).contains(mix.says());
            }
            assertThat(other.problems()).as("%s", mix).isEmpty();
        }
        delete(data);
    }

    /// Lost vectors of rows that the index has are found in the background, from a second after the
    /// start, in both collections.
    private static long readBack(Engine engine) throws InterruptedException {
        long found = 0;
        for (CollectionStatus status : engine.statuses()) {
            found += status.stores().getFirst().drift().noVector();
        }
        return found;
    }

    private void mixed(Path data, Mix mix) throws IOException {
        OneAtATime.copyStill(work.resolve("NEW"), data);
        Path book = Path.of("collections", "book");
        take(data, book.resolve("journal.db"), mix.journal);
        take(data, book.resolve("ledger.db"), mix.ledger);
        take(data, book.resolve("lucene"), mix.index);
        take(data, Path.of("vectors.db"), mix.vectors);
    }

    /// With all files that belong to it.
    private void take(Path data, Path what, From from) throws IOException {
        Path folder = data.resolve(what).getParent();
        try (DirectoryStream<Path> there =
                Files.newDirectoryStream(folder, what.getFileName() + "*")) {
            for (Path file : there) {
                delete(file);
            }
        }
        if (from == From.LOST) {
            return;
        }
        Path source = work.resolve(from.name()).resolve(what).getParent();
        try (DirectoryStream<Path> parts =
                Files.newDirectoryStream(source, what.getFileName() + "*")) {
            for (Path part : parts) {
                OneAtATime.copyStill(part, folder.resolve(part.getFileName().toString()));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    @Test
    @Tag("I2")
    void aLostJournalIsBegunAnewOnceItsLossIsAccepted() throws Exception {
        Path data = work.resolve("mixed");
        mixed(data, new Mix(From.LOST, From.NEW, From.NEW, From.NEW));
        DiskAdapters adapters = new DiskAdapters(data);
        Path asked = adapters.home(DiskAdapters.BOOK).resolve("journal.lost");
        Files.createFile(asked);
        try (Engine engine = adapters.open()) {
            Shard book = engine.find(DiskAdapters.BOOK).orElseThrow();
            Reopened reopened = new Reopened(adapters, book);
            reopened.awaitRest(documents.get(From.NEW)::equals);
            Admission.Accepted late = put(book, "edited", "Older than what is there.", 4);
            assertThat(late.entries().getFirst().fate()).isEqualTo(Admission.Fate.IGNORED);
            assertThat(late.sequence()).isGreaterThan(4);
            put(book, "edited", "The third text.", 5);
            reopened.awaitRest(texts -> texts.get("edited").equals("The third text."));
            assertThat(reopened.problems()).isEmpty();
        }
        assertThat(asked).doesNotExist();
        assertThat(adapters.embedder().texts()).containsExactly("The third text.");
    }

    @Test
    void aJournalThatHoldsSomethingIsNotLost() throws Exception {
        Path data = work.resolve("mixed");
        mixed(data, new Mix(From.OLD, From.NEW, From.NEW, From.NEW));
        DiskAdapters adapters = new DiskAdapters(data);
        Files.createFile(adapters.home(DiskAdapters.BOOK).resolve("journal.lost"));
        try (Engine engine = adapters.open()) {
            assertThat(engine.find(DiskAdapters.BOOK).orElseThrow().status().problem().orElse(""))
                    .contains("move it away first");
        }
    }
}
