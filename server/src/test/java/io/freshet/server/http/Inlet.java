package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One way into a collection, and what is found there afterwards. All that is sent in one call is
/// on its way together, and settled when the call returns.
record Inlet(Way way, Wire wire, String collection, Path folder, AtomicInteger marks) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String WAIT = "?wait=visible&timeout=30s";

    enum Way {
        EVENTS,
        LINES,
        PUT,
        FOLDER
    }

    /// @param metadata strings; empty for none
    record Document(String id, String text, SortedMap<String, String> metadata) {
        static Document document(String id, String text) {
            return new Document(id, text, new TreeMap<>());
        }

        Document with(String key, String value) {
            return new Document(id, text, new TreeMap<>(Map.of(key, value)));
        }

        ObjectNode json() {
            ObjectNode json = Json.object().put("text", text);
            if (!metadata.isEmpty()) {
                ObjectNode members = json.putObject("metadata");
                metadata.forEach(members::put);
            }
            return json;
        }

        private ObjectNode event() {
            return json().put("event_type", "update").put("document_id", id);
        }

        /// A file says it in front matter, whose quoting is that of JSON.
        String file() {
            if (metadata.isEmpty()) {
                return text;
            }
            StringBuilder front = new StringBuilder("---\n");
            metadata.forEach(
                    (key, value) ->
                            front.append(key)
                                    .append(": ")
                                    .append(Json.object().put("v", value).get("v"))
                                    .append('\n'));
            return front + "---\n\n" + text;
        }
    }

    String path() {
        return "/v1/collections/" + collection;
    }

    void send(Document... documents) {
        switch (way) {
            case EVENTS -> events(documents);
            case LINES -> lines(documents);
            case PUT -> puts(documents);
            case FOLDER -> files(documents);
        }
    }

    private void events(Document... documents) {
        ObjectNode request = Json.object();
        var events = request.putArray("events");
        for (Document document : documents) {
            events.add(document.event());
        }
        ok(wire.post(path() + "/events" + WAIT, request.toString()));
    }

    private void lines(Document... documents) {
        StringBuilder lines = new StringBuilder();
        for (Document document : documents) {
            lines.append(document.event()).append('\n');
        }
        lines(lines.toString());
    }

    private void lines(String lines) {
        Wire.Answer answer = wire.send("POST", path() + "/events", "application/x-ndjson", lines);
        assertThat(ok(answer).path("rejected").asInt()).as(answer.body()).isZero();
        awaitSettled();
    }

    private void puts(Document... documents) {
        for (Document document : documents) {
            String target = path() + "/documents/" + Wire.encoded(document.id()) + WAIT;
            if (document.metadata().isEmpty()) {
                ok(wire.put(target, document.text()));
                continue;
            }
            ok(wire.send("PUT", target, "application/json", document.json().toString()));
        }
    }

    private void files(Document... documents) {
        for (Document document : documents) {
            write(document.id(), document.file());
        }
        for (Document document : documents) {
            String stored = document.file().replace('\0', '\uFFFD');
            await(document.id())
                    .atMost(PATIENCE)
                    .until(
                            () ->
                                    read(document.id()).path("text").asString("").equals(stored)
                                            && read(document.id()).has("chunks"));
        }
        awaitLookedAt();
    }

    private void write(String id, String text) {
        try {
            Path file = folder.resolve(id);
            Files.createDirectories(file.getParent());
            Path half = Files.writeString(file.resolveSibling(".half"), text);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What happened in the folder before a file was written has been looked at when that is read.
    void awaitLookedAt() {
        int mark = marks.incrementAndGet();
        write("mark.md", "mark " + mark);
        await().atMost(PATIENCE)
                .until(() -> read("mark.md").path("text").asString("").equals("mark " + mark));
        awaitSettled();
    }

    void awaitSettled() {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            JsonNode status = status();
                            return status.path("pending").asLong(-1) == 0
                                    && status.at("/sources/0/to_read").asLong(0) == 0
                                    && status.path("index_version").asLong(-1)
                                            == status.path("committed_version").asLong(-2);
                        });
    }

    /// The document comes once more as it is, with another date where it has one.
    void touch(Document document) throws IOException {
        if (way == Way.FOLDER) {
            Path file = folder.resolve(document.id());
            var time = Files.getLastModifiedTime(file);
            Files.setLastModifiedTime(
                    file, java.nio.file.attribute.FileTime.from(time.toInstant().minusSeconds(60)));
            awaitLookedAt();
            return;
        }
        send(document);
    }

    /// Other metadata comes, and no text where this way can do without.
    void describe(Document document) {
        ObjectNode metadata = (ObjectNode) document.json().path("metadata");
        ObjectNode event = document.event();
        event.remove("text");
        switch (way) {
            case EVENTS -> ok(wire.post(path() + "/events" + WAIT, event.toString()));
            case LINES -> lines(event + "\n");
            case PUT ->
                    ok(
                            wire.send(
                                    "PATCH",
                                    path() + "/documents/" + Wire.encoded(document.id()) + WAIT,
                                    "application/merge-patch+json",
                                    metadata.toString()));
            case FOLDER -> files(document);
        }
    }

    private static JsonNode ok(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    JsonNode status() {
        return ok(wire.get(path()));
    }

    /// A problem where there is none.
    JsonNode read(String id) {
        return wire.get(path() + "/documents/" + Wire.encoded(id)).json();
    }

    int chunks(String id) {
        JsonNode document = read(id);
        assertThat(document.has("chunks")).as(document.toString()).isTrue();
        return document.path("chunks").size();
    }

    /// The documents that hold the words.
    List<String> find(String words) {
        return find(Json.object().put("query", words));
    }

    List<String> find(String words, String key, String value) {
        ObjectNode question = Json.object().put("query", words);
        question.putObject("filter").put(key, value);
        return find(question);
    }

    private List<String> find(ObjectNode question) {
        question.put("mode", "keyword").put("k", 100);
        List<String> found = new ArrayList<>();
        ok(wire.post(path() + "/search", question.toString()))
                .path("hits")
                .forEach(hit -> found.add(hit.path("document_id").asString()));
        return found.stream().distinct().sorted().toList();
    }
}
