package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.server.http.Inlet.Way;
import io.freshet.sim.CountingEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody deletes a document whose file stays in the followed folder.
final class FollowedDeletesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path directory;

    private Ways serve() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("docs-folder"));
        String yaml =
                "collections: {docs-folder: {sources: [{type: folder, path: "
                        + folder
                        + ", rescan: 200ms}]}}";
        return Ways.start(directory, yaml, new CountingEmbedder());
    }

    /// Listed whole twice from now on.
    private static void awaitScans(Inlet docs) {
        for (int scans = 0; scans < 2; scans++) {
            Instant before = lastScan(docs);
            await().atMost(PATIENCE).until(() -> lastScan(docs).isAfter(before));
        }
        docs.awaitSettled();
    }

    private static Instant lastScan(Inlet docs) {
        String scan = docs.status().at("/sources/0/last_scan").asString("");
        return scan.isEmpty() ? Instant.EPOCH : Instant.parse(scan);
    }

    private static void delete(Inlet docs, String id) {
        assertThat(
                        docs.wire()
                                .delete(
                                        docs.path()
                                                + "/documents/"
                                                + id
                                                + "?wait=visible&timeout=60s")
                                .status())
                .isEqualTo(200);
        assertThat(docs.find("polonium")).isEmpty();
    }

    @Test
    void itStaysAwayOverListingsAndARestartUntilTheFileChanges() throws Exception {
        try (Ways ways = serve()) {
            Inlet docs = ways.inlet("docs", Way.FOLDER);
            docs.send(Document.document("a.md", "about polonium"));
            delete(docs, "a.md");
            awaitScans(docs);
            assertThat(docs.find("polonium")).isEmpty();
        }
        try (Ways ways = serve()) {
            Inlet docs = ways.inlet("docs", Way.FOLDER);
            awaitScans(docs);
            assertThat(docs.find("polonium")).isEmpty();
            docs.send(Document.document("a.md", "more about polonium"));
            assertThat(docs.find("polonium")).containsExactly("a.md");
        }
    }

    @Test
    void aRefreshBringsItBack() throws Exception {
        try (Ways ways = serve()) {
            Inlet docs = ways.inlet("docs", Way.FOLDER);
            docs.send(Document.document("a.md", "about polonium"));
            delete(docs, "a.md");
            Wire.Answer refresh =
                    docs.wire().post(docs.path() + "/refresh", "{\"document_ids\": [\"a.md\"]}");
            assertThat(refresh.status()).as(refresh.body()).isEqualTo(202);
            await().atMost(PATIENCE).until(() -> docs.find("polonium").contains("a.md"));
        }
    }
}
