package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.server.cli.Shell;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One way into a collection, and what is found there afterwards. All that is sent in one call is
/// on its way together.
///
/// @param folder that is followed, or put from
/// @param running commands that wait
record Inlet(
        Way way,
        Ways ways,
        String collection,
        Path folder,
        AtomicInteger marks,
        List<Thread> running) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WAIT = "?wait=visible&timeout=60s";

    enum Way {
        EVENTS,
        LINES,
        PUT,
        /// One request, visible in one version.
        ATOMIC,
        /// A request for each document, which replaces what lies under its id.
        REPLACE,
        /// `freshet put`.
        COMMAND,
        /// A change in a folder that is watched.
        FOLDER,
        /// A change in a folder while nobody watches: the listing at the start finds it.
        START;

        boolean isFile() {
            return this == COMMAND || isFolder();
        }

        boolean isFolder() {
            return this == FOLDER || this == START;
        }
    }

    String path() {
        return "/v1/collections/" + collection;
    }

    Wire wire() {
        return ways.wire();
    }

    /// All of it is settled when the call returns.
    void send(Document... documents) {
        switch (way) {
            case EVENTS, LINES, PUT, ATOMIC, REPLACE -> {
                post(WAIT, documents);
                awaitSettled();
            }
            case COMMAND -> command(documents);
            case FOLDER, START -> {
                submit(documents);
                files(documents);
            }
        }
    }

    /// All of it is on its way when the call returns.
    void submit(Document... documents) {
        switch (way) {
            case EVENTS, LINES, PUT, ATOMIC, REPLACE -> post("", documents);
            case COMMAND -> {
                write(documents);
                String[] names = Stream.of(documents).map(Document::id).toArray(String[]::new);
                running.add(Thread.ofVirtual().start(() -> put(names)));
            }
            case FOLDER -> write(documents);
            case START -> {
                ways.stop();
                write(documents);
                restart();
            }
        }
    }

    /// Events as they are, settled when the call returns.
    void events(ObjectNode... events) {
        post(WAIT, List.of(events));
        awaitSettled();
    }

    /// Another way into the same collection.
    Inlet by(Way other) {
        return new Inlet(other, ways, collection, folder, marks, running);
    }

    private void post(String query, Document... documents) {
        List<ObjectNode> events = Stream.of(documents).map(Document::event).toList();
        switch (way) {
            case PUT -> puts(query, documents);
            default -> post(query, events);
        }
    }

    private void post(String query, List<ObjectNode> events) {
        String target = path() + "/events";
        switch (way) {
            case LINES -> {
                String lines = String.join("\n", events.stream().map(Object::toString).toList());
                Wire.Answer answer = wire().send("POST", target, "application/x-ndjson", lines);
                assertThat(ok(answer).path("rejected").asInt()).as(answer.body()).isZero();
            }
            case REPLACE -> {
                for (ObjectNode event : events) {
                    ObjectNode request = Json.object();
                    request.putArray("events").add(event);
                    String prefix = event.path("document_id").asString();
                    request.putObject("replace").put("prefix", prefix);
                    ok(wire().post(target + query, request.toString()));
                }
            }
            default -> {
                ObjectNode request = Json.object().put("atomic", way == Way.ATOMIC);
                request.putArray("events").addAll(events);
                ok(wire().post(target + query, request.toString()));
            }
        }
    }

    private void puts(String query, Document... documents) {
        for (Document document : documents) {
            String target = document(document.id()) + query;
            if (document.metadata().isEmpty()) {
                ok(wire().put(target, document.text()));
                continue;
            }
            ok(wire().send("PUT", target, "application/json", document.json().toString()));
        }
    }

    private void command(Document... documents) {
        write(documents);
        Shell.Done done = put(Stream.of(documents).map(Document::id).toArray(String[]::new));
        assertThat(done.code()).as(done.out() + done.err()).isZero();
        awaitSettled();
    }

    /// `freshet put` in the folder.
    private Shell.Done put(String... paths) {
        return shell("put", paths);
    }

    private Shell.Done shell(String command, String... names) {
        List<String> arguments = new ArrayList<>(List.of(command, "-c", collection, "--"));
        arguments.addAll(List.of(names));
        String url = "http://localhost:" + wire().port();
        return new Shell(folder, false, Map.of("FRESHET_SERVER", url))
                .run(arguments.toArray(String[]::new));
    }

    /// Every command that waits has ended.
    void awaitCommands() {
        running.forEach(
                command -> {
                    try {
                        assertThat(command.join(PATIENCE)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private void files(Document... documents) {
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

    private void write(Document... documents) {
        Stream.of(documents).forEach(document -> write(document.id(), document.file()));
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
        await().atMost(PATIENCE).until(() -> Served.isSettled(status()));
    }

    /// They are gone when the call returns.
    void remove(String... ids) {
        switch (way) {
            case EVENTS, LINES, ATOMIC -> {
                var deletes =
                        Stream.of(ids)
                                .map(
                                        id ->
                                                Json.object()
                                                        .put("event_type", "delete")
                                                        .put("document_id", id))
                                .toList();
                post(WAIT, deletes);
            }
            case PUT -> Stream.of(ids).forEach(id -> ok(wire().delete(document(id) + WAIT)));
            case REPLACE -> {
                ObjectNode selected = Json.object().put("expect", ids.length);
                var named = selected.putArray("document_ids");
                Stream.of(ids).forEach(named::add);
                ok(wire().post(path() + "/delete" + WAIT, selected.toString()));
            }
            case COMMAND -> assertThat(shell("delete", ids).code()).isZero();
            case FOLDER -> unlink(ids);
            case START -> {
                ways.stop();
                unlink(ids);
                restart();
            }
        }
        await().atMost(PATIENCE)
                .until(() -> Stream.of(ids).noneMatch(id -> read(id).has("chunks")));
        awaitSettled();
    }

    private void unlink(String... ids) {
        try {
            for (String id : ids) {
                Files.delete(folder.resolve(id));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restart() {
        try {
            ways.start();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String document(String id) {
        return path() + "/documents/" + Wire.encoded(id);
    }

    /// The document comes once more as it is, with another date where it has one.
    void touch(Document document) throws IOException {
        switch (way) {
            case FOLDER -> {
                redate(document);
                awaitLookedAt();
            }
            case COMMAND -> {
                redate(document);
                assertThat(put(document.id()).code()).isZero();
            }
            case EVENTS, LINES, PUT, ATOMIC, REPLACE, START -> send(document);
        }
    }

    private void redate(Document document) throws IOException {
        Path file = folder.resolve(document.id());
        var earlier = Files.getLastModifiedTime(file).toInstant().minusSeconds(60);
        Files.setLastModifiedTime(file, FileTime.from(earlier));
    }

    /// Other metadata comes, and no text where this way can do without.
    void describe(Document document) {
        ObjectNode event = document.event();
        event.remove("text");
        switch (way) {
            case EVENTS, LINES, ATOMIC, REPLACE -> {
                post(WAIT, List.of(event));
                awaitSettled();
            }
            case PUT ->
                    ok(
                            wire().send(
                                            "PATCH",
                                            document(document.id()) + WAIT,
                                            "application/merge-patch+json",
                                            document.json().path("metadata").toString()));
            case COMMAND, FOLDER, START -> send(document);
        }
    }

    /// Indexed again, though nothing changed.
    void refresh() {
        ok(wire().post(path() + "/refresh" + WAIT, "{}"));
        awaitSettled();
    }

    private static JsonNode ok(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 202);
        return answer.json();
    }

    JsonNode status() {
        return ok(wire().get(path()));
    }

    /// A problem where there is none.
    JsonNode read(String id) {
        return wire().get(document(id)).json();
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
        ok(wire().post(path() + "/search", question.toString()))
                .path("hits")
                .forEach(hit -> found.add(hit.path("document_id").asString()));
        return found.stream().distinct().sorted().toList();
    }
}
