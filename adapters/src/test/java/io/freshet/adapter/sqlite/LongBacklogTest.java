package io.freshet.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.adapter.text.TextExtractor;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import io.freshet.engine.Wanted;
import io.freshet.sim.MemoryAdapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred thousand documents that wait for an embedder which does not answer.
final class LongBacklogTest {
    private static final CollectionName BOOK = new CollectionName("knowledge_base");
    private static final int DOCUMENTS = 100_000;
    private static final int FIRST = 1_000;
    private static final int AT_ONCE = 500;
    private static final long GROWTH_MAX = 8L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_NANOS = 2_000_000;

    @TempDir private Path directory;

    private final HeldEmbedder embedder = new HeldEmbedder("held");

    private Engine open() {
        CollectionSettings standard = CollectionSettings.DEFAULT;
        CollectionSettings settings =
                new CollectionSettings(
                        standard.chunking(),
                        standard.freshnessTarget(),
                        10_000,
                        standard.eventIdWindow(),
                        standard.retention(),
                        standard.deleteGuard(),
                        standard.retry(),
                        standard.search(),
                        standard.backlog());
        return Engine.open(new OnDisk(directory, embedder), Wanted.of(_ -> settings));
    }

    /// Everything in memory but for journal and ledger.
    private static final class OnDisk extends MemoryAdapters {
        private final Path directory;
        private final Embedder embedder;

        OnDisk(Path directory, Embedder embedder) {
            super(new TextExtractor());
            this.directory = directory;
            this.embedder = embedder;
        }

        @Override
        public Journal journal(CollectionName collection) {
            return SqliteJournal.open(directory.resolve("journal.db"));
        }

        @Override
        public Ledger ledger(CollectionName collection, String newHistory) {
            return SqliteLedger.open(directory.resolve("ledger.db"), newHistory);
        }

        @Override
        public Embedder embedder(CollectionName collection) {
            return embedder;
        }
    }

    @Test
    @Tag("I8")
    @Tag("I1")
    void itTakesNoMemoryIsOvertakenByWhatIsCriticalAndDrainsWhole() throws Exception {
        try (Engine engine = open()) {
            Shard shard = engine.create(BOOK);
            send(shard, 0, FIRST);
            long atFirst = usedHeap();
            send(shard, FIRST, DOCUMENTS);
            long atLast = usedHeap();

            assertThat(shard.status().journal().waitingDocuments()).isEqualTo(DOCUMENTS);
            assertThat(atLast - atFirst)
                    .as("heap at %d and at %d documents", FIRST, DOCUMENTS)
                    .isLessThan(GROWTH_MAX);

            var urgent =
                    (Admission.Accepted)
                            shard.submitTracked(
                                    new Submission(
                                            List.of(event("urgent", Priority.CRITICAL, "at once")),
                                            false));
            assertThat(shard.await(urgent, PATIENCE).visible()).isTrue();
            // the journal hears of it a moment later
            await(() -> shard.status().journal().waitingDocuments() <= DOCUMENTS);
            assertThat(shard.status().journal().waitingDocuments()).isEqualTo(DOCUMENTS);

            var last =
                    (Admission.Accepted)
                            shard.submitTracked(
                                    new Submission(
                                            List.of(event("last", Priority.NORMAL, "held")),
                                            false));
            embedder.release();
            assertThat(shard.await(last, PATIENCE).visible()).isTrue();
            await(() -> shard.status().journal().waiting() == 0);
            var status = shard.status();
            assertThat(status.journal().waiting()).isZero();
            assertThat(status.head().documents()).isEqualTo(DOCUMENTS + 2);
            assertThat(status.journal().isBalanced()).isTrue();
            assertThat(status.journal().applied()).isEqualTo(DOCUMENTS + 2);
            assertThat(shard.document(new DocumentId("d0"))).isPresent();
            assertThat(shard.document(new DocumentId("d" + (DOCUMENTS - 1)))).isPresent();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void send(Shard shard, int from, int until) throws InterruptedException {
        for (int first = from; first < until; first += AT_ONCE) {
            List<IndexEvent> events = new ArrayList<>();
            for (int i = first; i < Math.min(first + AT_ONCE, until); i++) {
                events.add(event("d" + i, Priority.NORMAL, "held"));
            }
            assertThat(shard.submit(new Submission(events, false)))
                    .isInstanceOf(Admission.Accepted.class);
        }
    }

    private static IndexEvent event(String id, Priority priority, String text) {
        return new IndexEvent(
                List.of(new DocumentId(id)),
                new Change.Upsert(
                        Optional.of(new Content(Format.MARKDOWN, text)), new MetadataChange.Keep()),
                priority,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
