package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is synced before what is said, and how often.
final class SyncTest {
    private static final String COLLECTION = "/v1/collections/knowledge_base";
    private static final String DOCUMENTS = COLLECTION + "/documents/";
    private static final String JOURNAL = "journal.db-wal";
    private static final int CALLERS = 200;

    @TempDir private static Path folder;
    private static FaultyDisk disk;
    private static DiskProcess server;

    @BeforeAll
    static void start() {
        disk = FaultyDisk.in(folder);
        server = DiskProcess.start(disk);
    }

    /// Nothing is written any more of what came before.
    @BeforeEach
    void isQuiet() {
        disk.letGo();
        await().until(() -> Served.isSettled(server.get(COLLECTION).json()));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Tag("I1")
    void anAcknowledgedRequestCostsOneSyncAndManyCallersShareOne() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            disk.holdSyncs("ledger.db"); // so that the journal is told of nothing
            assertThat(put("first")).isEqualTo(202); // a log's beginning is synced apart
            long before = disk.syncs(JOURNAL);
            for (int i = 0; i < 10; i++) {
                assertThat(put("one-" + i)).isEqualTo(202);
            }
            assertThat(disk.syncs(JOURNAL) - before).isEqualTo(10);

            before = disk.syncs(JOURNAL);
            disk.holdSyncs(".db-wal"); // the ledger's still, and the journal's
            List<Future<Integer>> answers = new ArrayList<>();
            CountDownLatch called = new CountDownLatch(CALLERS);
            for (int i = 0; i < CALLERS; i++) {
                String id = "many-" + i;
                answers.add(
                        threads.submit(
                                () -> {
                                    called.countDown();
                                    return put(id);
                                }));
            }
            called.await();
            await().until(() -> disk.held() >= 2);
            disk.holdSyncs("ledger.db");
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(202);
            }

            assertThat(disk.syncs(JOURNAL) - before).isBetween(1L, CALLERS - 1L);
            disk.letGo();
        }
    }

    @Test
    @Tag("I1")
    void nothingIsAcknowledgedBeforeItsSync() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            disk.holdSyncs(JOURNAL);
            Future<Integer> answer = threads.submit(() -> put("a"));
            await().until(() -> disk.held() == 1);
            assertThat(server.get("/health/live").status()).isEqualTo(200);
            assertThat(answer.isDone()).isFalse();

            disk.letGo();

            assertThat(answer.get()).isEqualTo(202);
        }
    }

    @Test
    @Tag("I1")
    @Tag("I3")
    void nothingIsSearchableBeforeTheLedgersSyncNorCommittedBeforeTheVectors() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long before = version();
            long commits = disk.syncs("ledger.db-wal");
            long puts = disk.syncs("vectors.db-wal");
            disk.holdSyncs("vectors.db-wal");
            Future<Integer> answer = threads.submit(() -> put("new?wait=true&timeout=60s"));
            await().until(() -> disk.held() == 1);
            assertThat(version()).isEqualTo(before);
            assertThat(disk.syncs("ledger.db-wal")).isEqualTo(commits);

            disk.holdSyncs("ledger.db-wal");
            await().until(() -> disk.held() == 1 && disk.syncs("vectors.db-wal") > puts);
            assertThat(version()).isEqualTo(before);
            assertThat(answer.isDone()).isFalse();

            disk.letGo();
            assertThat(answer.get()).isEqualTo(200);
            assertThat(version()).isEqualTo(before + 1);
        }
    }

    private static int put(String id) {
        return server.put(DOCUMENTS + id, "The text of " + id + ".").status();
    }

    private static long version() {
        return server.get(COLLECTION).json().path("index_version").asLong();
    }
}
