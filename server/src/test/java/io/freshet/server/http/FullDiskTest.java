package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A disk with no space left: what is said, what goes on, and that work resumes by itself.
final class FullDiskTest {
    private static final String COLLECTION = "/v1/collections/knowledge_base";

    @TempDir private Path folder;

    private DiskProcess server;
    private final TreeSet<String> acknowledged = new TreeSet<>();

    @Test
    @Tag("I1")
    void aFullDiskIsSaidSearchesGoOnAndWorkResumesByItself() {
        FaultyDisk disk = FaultyDisk.in(folder);
        try (DiskProcess running = DiskProcess.start(disk)) {
            server = running;
            acknowledge("first", 200);
            disk.holdSyncs("vectors.db"); // what is accepted now meets the full disk in its midst
            for (int i = 0; i < 20; i++) {
                acknowledge("waits-" + i, 202);
            }
            disk.fill();
            disk.letGo();

            Wire.Answer refused = running.wire().put(COLLECTION + "/documents/refused", "A text.");
            assertThat(refused.status()).as(refused.body()).isEqualTo(507);
            assertThat(refused.code()).isEqualTo("disk_full");
            assertThat(refused.headers()).containsKey("retry-after");
            assertThat(refused.headers().get("content-type")).isEqualTo("application/problem+json");
            int before = disk.refused();
            await().until(() -> disk.refused() > before + 5);
            searchesGoOn();
            itIsVisible();
            assertThat(status().path("pending").asInt()).isPositive();

            disk.makeRoom();
            await().until(() -> status().path("pending").asInt(-1) == 0);

            assertThat(status().path("problem").isNull()).isTrue();
            assertThat(running.get("/metrics").body())
                    .contains("freshet_collection_problem{collection=\"knowledge_base\"} 0.0");
            acknowledge("later", 200);
            everythingIsThere();
        }
    }

    @Test
    void aDiskThatHasRoomAgainIsNotCalledFullThoughNobodyWrites() {
        FaultyDisk disk = FaultyDisk.in(folder);
        try (DiskProcess running = DiskProcess.start(disk)) {
            server = running;
            disk.fill();
            assertThat(running.put(COLLECTION + "/documents/a", "A text.").status()).isEqualTo(507);
            assertThat(status().path("problem").asString()).startsWith("disk full");
            Wire.Answer unmade = running.put("/v1/collections/new/documents/a", "A text.");
            assertThat(unmade.status()).as(unmade.body()).isEqualTo(507);

            disk.makeRoom();

            assertThat(status().path("problem").isNull()).isTrue();
            await().until(this::theOtherIsOpen);
        }
    }

    /// Without being used.
    private boolean theOtherIsOpen() {
        for (JsonNode each : server.get("/v1/collections").json().path("collections")) {
            if (each.path("name").asString().equals("new")) {
                return each.path("state").asString().equals("serving");
            }
        }
        return false;
    }

    private void acknowledge(String id, int status) {
        String wait = status == 200 ? "?wait=true&timeout=60s" : "";
        Wire.Answer answer =
                server.put(COLLECTION + "/documents/" + id + wait, "The text of " + id + ".");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        acknowledged.add(id);
    }

    private void searchesGoOn() {
        Wire.Answer found = server.get(COLLECTION + "/search?q=first");
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().path("hits").get(0).path("document_id").asString())
                .isEqualTo("first");
    }

    private void itIsVisible() {
        assertThat(status().path("problem").asString()).startsWith("disk full");
        assertThat(server.get("/metrics").body())
                .contains("freshet_collection_problem{collection=\"knowledge_base\"} 1.0");
        assertThat(server.logged())
                .filteredOn(line -> line.contains("ERROR") && line.contains("disk full"))
                .hasSizeBetween(1, 4);
        assertThat(server.logged()).filteredOn(line -> line.contains("WARN")).hasSizeLessThan(12);
    }

    private JsonNode status() {
        return server.get(COLLECTION).json();
    }

    private void everythingIsThere() {
        for (String id : acknowledged) {
            assertThat(server.get(COLLECTION + "/documents/" + id).json().path("text").asString())
                    .isEqualTo("The text of " + id + ".");
        }
        assertThat(status().path("complete").path("balanced").asBoolean()).isTrue();
    }
}
