package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A sync that fails, in each file, whatever the kernel then does with what it was to write.
final class FailedSyncTest {
    private static final String COLLECTION = "/v1/collections/knowledge_base";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    /// By document: its text that was acknowledged last.
    private final TreeMap<String, String> acknowledged = new TreeMap<>();

    private int puts;

    @Test
    @Tag("I1")
    @Tag("I5")
    void afterAFailedSyncAFileIsCopiedAndNothingAcknowledgedIsLost() throws IOException {
        FaultyDisk disk = FaultyDisk.in(folder);
        DiskProcess server = DiskProcess.start(disk);
        put(server, "first", true);
        everythingIsThere(server, "before the first failure"); // the journal has been told, too
        for (FaultyDisk.Left left : FaultyDisk.Left.values()) {
            for (String file : List.of("journal.db", "ledger.db", "vectors.db")) {
                String id = file + " " + left;
                Object before = Files.getAttribute(path(disk, file), "unix:ino");
                int failed = disk.failed();
                disk.failSync(1, file + "-wal$", left);

                if (file.equals("journal.db")) {
                    refused(server, id);
                }
                put(server, id, false);
                put(server, "after " + id, true);

                assertThat(disk.failed()).as(id).isEqualTo(failed + 1);
                assertThat(Files.getAttribute(path(disk, file), "unix:ino"))
                        .as("the copy of " + id)
                        .isNotEqualTo(before);
                everythingIsThere(server, id);
            }
        }
        server.kill();
        new PowerCut(new SplittableRandom(1)).happen(disk);
        try (DiskProcess again = DiskProcess.start(disk)) {
            everythingIsThere(again, "after the power cut");
        }
    }

    @Test
    @Tag("I1")
    void whileEverySyncFailsSearchesGoOnAndAfterwardsEverything() throws IOException {
        FaultyDisk disk = FaultyDisk.in(folder);
        try (DiskProcess server = DiskProcess.start(disk)) {
            put(server, "first", true);
            disk.failSyncs("knowledge_base", FaultyDisk.Left.IN_CACHE);
            for (int i = 0; i < 5; i++) {
                refused(server, "refused");
                assertThat(server.get(COLLECTION + "/search?q=first").status()).isEqualTo(200);
            }
            disk.mend();
            put(server, "later", true);
            everythingIsThere(server, "after the disk was mended");
        }
    }

    @Test
    @Tag("I1")
    void aLogIsKeptWhoseWritingIntoItsFileIsNotSynced() throws IOException {
        FaultyDisk disk = FaultyDisk.in(folder);
        try (DiskProcess server = DiskProcess.start(disk)) {
            for (int i = 0; i < 10; i++) {
                put(server, "document-" + i, i == 9);
            }
            disk.failSyncs(".db$", FaultyDisk.Left.NOTHING);
        }
        assertThat(disk.failed()).isGreaterThanOrEqualTo(3);
        disk.mend();
        new PowerCut(new SplittableRandom(2)).happen(disk);
        try (DiskProcess again = DiskProcess.start(disk)) {
            everythingIsThere(again, "after the power cut");
        }
    }

    @Test
    @Tag("I1")
    void anIndexCommitThatFailsIsWrittenAgainFromTheLedger() throws IOException {
        FaultyDisk disk = FaultyDisk.in(folder);
        DiskProcess server = DiskProcess.start(disk);
        disk.failSync(1, "/lucene", FaultyDisk.Left.NOTHING);
        int i = 0;
        while (disk.failed() == 0) {
            put(server, "document-" + i++ % 20, true);
        }
        put(server, "later", true);
        everythingIsThere(server, "after the failed commit of the index");
        server.kill();
        new PowerCut(new SplittableRandom(3)).happen(disk);
        try (DiskProcess again = DiskProcess.start(disk)) {
            everythingIsThere(again, "after the power cut");
        }
    }

    private static Path path(FaultyDisk disk, String file) {
        Path own = disk.data().resolve("collections/knowledge_base").resolve(file);
        return Files.exists(own) ? own : disk.data().resolve(file);
    }

    private static void refused(DiskProcess server, String id) {
        Wire.Answer answer = server.put(document(id), "It must not be there.");
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("unavailable");
        assertThat(answer.headers()).containsKey("retry-after");
    }

    private void put(DiskProcess server, String id, boolean visibly) {
        String text = "The text of " + id + " number " + puts++ + ".";
        Wire.Answer answer =
                server.put(document(id) + (visibly ? "?wait=true&timeout=60s" : ""), text);
        assertThat(answer.status()).as(id + answer.body()).isEqualTo(visibly ? 200 : 202);
        acknowledged.put(id, text);
    }

    private static String document(String id) {
        return COLLECTION + "/documents/" + Wire.encoded(id);
    }

    private void everythingIsThere(DiskProcess server, String where) {
        await().atMost(PATIENCE).until(() -> Served.isSettled(server.get(COLLECTION).json()));
        acknowledged.forEach(
                (id, text) -> {
                    Wire.Answer found = server.get(document(id));
                    assertThat(found.json().path("text").asString(found.body()))
                            .as(id + " " + where)
                            .isEqualTo(text);
                });
        assertThat(server.get(COLLECTION).json().path("complete").path("balanced").asBoolean())
                .as(where)
                .isTrue();
    }
}
