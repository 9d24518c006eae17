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
import io.freshet.ReadBack;
import io.freshet.RowKey;
import io.freshet.SourceDrift;
import io.freshet.Submission;
import io.freshet.Text;
import io.freshet.adapter.lucene.LuceneStore;
import io.freshet.engine.Engine;
import io.freshet.engine.Reconcile;
import io.freshet.engine.Shard;
import io.freshet.spi.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever was lost or put in behind the server's back in any of its files is found from scratch
/// and mended: a folder's documents, rows of the index, vectors.
final class ReconcileOnDiskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAGES = 30;

    @TempDir Path work;
    private Path data;
    private Path folder;

    @BeforeEach
    void fill() throws Exception {
        data = Files.createDirectories(work.resolve("data"));
        folder = Files.createDirectories(work.resolve("folder"));
        Files.writeString(folder.resolve("kept.md"), "a page of the folder");
        Files.writeString(folder.resolve("lost.md"), "another page of the folder");
        DiskAdapters adapters = adapters();
        try (Engine engine = adapters.open()) {
            Shard shard = engine.create(DiskAdapters.BOOK);
            for (int i = 0; i < PAGES; i++) {
                submit(shard, page(i), text("text of page " + i));
            }
            new Reopened(adapters, shard).awaitRest(held -> held.size() == PAGES + 2);
            submit(shard, DiskAdapters.FOLLOWED + "lost.md", new Change.Delete());
            new Reopened(adapters, shard).awaitRest(held -> held.size() == PAGES + 1);
        }
    }

    private DiskAdapters adapters() {
        return new DiskAdapters(data, Optional.of(folder), DiskAdapters.Wrap.NONE);
    }

    private static String page(int number) {
        return "page-" + number;
    }

    private static Change text(String text) {
        return new Change.Upsert(
                Optional.of(new Content(Format.PLAIN, text)),
                new Change.MetadataChange.Replace(Metadata.NONE));
    }

    private static void submit(Shard shard, String document, Change change)
            throws InterruptedException {
        IndexEvent event =
                new IndexEvent(
                        List.of(new DocumentId(document)),
                        change,
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Instant.EPOCH);
        assertThat(shard.submit(new Submission(List.of(event), false)))
                .isInstanceOf(Admission.Accepted.class);
    }

    /// Under the commit that still says its version, rows go and one is put in.
    private void tamperWithTheIndex() {
        DiskAdapters adapters = adapters();
        try (LuceneStore store =
                LuceneStore.open(
                        "embedded",
                        adapters.home(DiskAdapters.BOOK).resolve("lucene"),
                        new LuceneStore.Kept(
                                adapters.embedder().space().dimensions(),
                                DiskAdapters.SETTINGS.search().keywords()),
                        System::nanoTime)) {
            Store.Applied shows = store.applied();
            List<RowKey> lost = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                lost.add(new RowKey(new DocumentId(page(i)), Text.hash("text of page " + i)));
            }
            float[] values = new float[adapters.embedder().space().dimensions()];
            values[0] = 1;
            Store.Row foreign =
                    new Store.Row(
                            new RowKey(new DocumentId("stranger"), Text.hash("stranger")),
                            "stranger",
                            new io.freshet.Vector(values),
                            Metadata.NONE);
            store.write(lost, List.of(foreign));
            store.publish(shows.history(), shows.version());
        }
    }

    private static Reconcile.Report reconciled(Shard shard) throws InterruptedException {
        assertThat(shard.reconcile().begin(false)).isTrue();
        return shard.reconcile().await(PATIENCE);
    }

    @Test
    @Tag("I4")
    void whatIsLostInEachPartIsFoundAndMended() throws Exception {
        tamperWithTheIndex();
        for (String suffix : List.of("", "-wal", "-shm", "-sums")) {
            Files.deleteIfExists(data.resolve("vectors.db" + suffix));
        }
        DiskAdapters adapters = adapters();
        try (Engine engine = adapters.open()) {
            Shard shard = engine.find(DiskAdapters.BOOK).orElseThrow();
            Reconcile.Report report = reconciled(shard);

            assertThat(report.state()).isEqualTo(Reconcile.State.DONE);
            SourceDrift source = report.sources().getFirst();
            assertThat(source.listed()).isEqualTo(2);
            assertThat(source.differing()).isEqualTo(1);
            assertThat(source.total()).isEqualTo(1);
            Reconcile.StoreDrift store = report.stores().getFirst();
            assertThat(store.after().orElse(store.found()).isEqual()).isTrue();
            // some of it by the round in the background, where that began before
            assertThat(shard.status().stores().getFirst().drift())
                    .isEqualTo(new ReadBack.Drift(3, 1, 0, PAGES + 1));

            Reopened reopened = new Reopened(adapters, shard);
            reopened.awaitRest(held -> held.containsKey(DiskAdapters.FOLLOWED + "lost.md"));
            assertThat(reopened.problemsWithVectors()).isEmpty();
            assertThat(reconciled(shard).drift()).isZero();
        }
    }
}
