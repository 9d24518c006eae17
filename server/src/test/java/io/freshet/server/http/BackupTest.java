package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.CollectionName;
import io.freshet.library.backup.BackupFile;
import io.freshet.library.backup.BadBackupException;
import io.freshet.library.backup.Restore;
import io.freshet.sim.CountingEmbedder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A backup of a server that is being written to, and what comes back of it.
final class BackupTest {
    private static final String BOOK = "/v1/collections/book";

    @TempDir Path folder;
    private Path data;
    private final CountingEmbedder embedder = new CountingEmbedder();
    private Served served;

    @BeforeEach
    void start() throws InterruptedException {
        data = folder.resolve("data");
        served = serve(data);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Served serve(Path directory) throws InterruptedException {
        return Served.onDisk(directory, embedder);
    }

    private Path backUp(String query) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Path file = folder.resolve("backup.zip");
            URI uri = URI.create("http://localhost:" + served.port() + "/v1/backup" + query);
            var request =
                    HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofFile(file));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
            return file;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> documents(Wire wire, String collection) {
        Map<String, String> documents = new TreeMap<>();
        String after = "";
        do {
            JsonNode page = wire.get(collection + "/documents?limit=200" + after).json();
            for (JsonNode each : page.path("documents")) {
                String id = each.path("document_id").stringValue();
                JsonNode whole = wire.get(collection + "/documents/" + id).json();
                documents.put(id, whole.path("text").asString(""));
            }
            after = page.path("next").isNull() ? "" : "&after=" + page.path("next").stringValue();
        } while (!after.isEmpty());
        return documents;
    }

    @Test
    @Tag("I1")
    void whatWasAcceptedBeforeItComesBackThoughOthersWriteMeanwhile() throws Exception {
        Map<String, String> accepted = new ConcurrentSkipListMap<>();
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> write(accepted, enough));
        await().until(() -> accepted.size() > 40);
        Map<String, String> before = new TreeMap<>(accepted);

        Path file = backUp("");

        await().until(() -> accepted.size() > before.size());
        enough.set(true);
        writer.join();
        String history = served.wire.get(BOOK).json().path("history").stringValue();
        long version = served.wire.get(BOOK).json().path("index_version").longValue();
        served.close();
        Path restored = folder.resolve("restored");
        assertThat(Restore.of(file, restored, Optional.empty()))
                .contains(new CollectionName("book"));
        embedder.reset();
        served = serve(restored);
        served.awaitSettled("book");

        Map<String, String> now = documents(served.wire, BOOK);
        assertThat(now).containsAllEntriesOf(before);
        assertThat(accepted).containsAllEntriesOf(now);
        assertThat(new TreeSet<>(embedder.texts())).doesNotContainAnyElementsOf(searchable(before));
        JsonNode status = served.wire.get(BOOK).json();
        assertThat(status.path("history").stringValue()).isNotEqualTo(history);
        assertThat(status.at("/complete/balanced").booleanValue()).isTrue();
        var expired =
                served.wire.get(BOOK + "/changes?since_version=" + version + "&history=" + history);
        assertThat(expired.code()).isEqualTo("resume_expired");
        assertThat(Files.exists(data.resolve("backup"))).isTrue();
        assertThat(data.resolve("backup")).isEmptyDirectory();
    }

    /// Those of which it is known that they were embedded before.
    private static List<String> searchable(Map<String, String> documents) {
        return documents.values().stream().limit(10).toList();
    }

    /// Ends with an answer, so that all that the server has is known to be accepted.
    private void write(Map<String, String> accepted, AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            String id = "d%05d".formatted(i);
            String text = "document number " + i + " says something of its own";
            var answer =
                    served.wire.post(
                            BOOK + "/events" + (i < 20 ? "?wait=visible&timeout=60s" : ""),
                            "{\"event_type\": \"update\", \"document_id\": \"%s\", \"text\": \"%s\"}"
                                    .formatted(id, text));
            if (answer.status() == 200 || answer.status() == 202) {
                accepted.put(id, text);
            }
        }
    }

    @Test
    void oneCollectionComesBackBesideOthersWithItsSettingsAndVectors() throws Exception {
        served.wire.send("PUT", BOOK, "application/json", "{\"freshness_target\": \"1s\"}");
        served.put("book", "a", "text of the book");
        served.put("other", "b", "text of the other");
        Path file = backUp("?collection=book");
        served.put("book", "a", "changed after the backup");
        served.wire.send("DELETE", BOOK, "application/json", "");
        served.close();

        Restore.of(file, data, Optional.of(new CollectionName("book")));

        embedder.reset();
        served = serve(data);
        assertThat(documents(served.wire, BOOK)).containsEntry("a", "text of the book");
        assertThat(documents(served.wire, "/v1/collections/other")).containsKey("b");
        assertThat(served.wire.get(BOOK).json().at("/settings/freshness_target").stringValue())
                .isEqualTo("1s");
        assertThat(served.wire.get(BOOK + "/search?q=book&mode=vector").body()).contains("text of");
        assertThat(embedder.texts()).containsExactly("book");
        served.close();
        assertThatThrownBy(() -> Restore.of(file, data, Optional.empty()))
                .isInstanceOf(BadBackupException.class)
                .hasMessageContaining("there is a collection book");
        assertThatThrownBy(
                        () ->
                                Restore.of(
                                        file,
                                        folder.resolve("x"),
                                        Optional.of(new CollectionName("other"))))
                .hasMessageContaining("no collection other");
        served = serve(data);
        assertThat(served.wire.get("/v1/collections/none").status()).isEqualTo(404);
    }

    @Test
    void aDamagedOrCutBackupIsRefusedAndThePartNamed() throws Exception {
        served.put("book", "a", "text of the book");
        Path file = backUp("?collection=book");
        try (BackupFile backup = BackupFile.open(file)) {
            backup.verify();
        }
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[200] ^= 1;
        Files.write(file, flipped);
        Path target = folder.resolve("restored");
        assertThatThrownBy(() -> Restore.of(file, target, Optional.empty()))
                .isInstanceOf(BadBackupException.class)
                .hasMessageContaining("collections/book/journal.db");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> Restore.of(file, target, Optional.empty()))
                .isInstanceOf(BadBackupException.class)
                .hasMessageContaining("cut off");
        assertThat(target.resolve("collections"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }
}
