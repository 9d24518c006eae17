package io.freshet.benchmarks.running;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A client of a server's `knowledge_base`, over HTTP like any other. Safe for any thread.
public final class Client {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int HITS_MAX = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String collection;

    public Client(int port) {
        this.collection = "http://localhost:" + port + "/v1/collections/knowledge_base";
    }

    public void accept(String id, String text) throws InterruptedException {
        send(put(id + "?wait=false", text), 202);
    }

    /// Returns when the text is searchable.
    public void visible(String id, String text) throws InterruptedException {
        send(put(id + "?wait=visible&timeout=60s", text), 200);
    }

    /// The same, ahead of all that waits.
    public void critical(String id, String text) throws InterruptedException {
        send(put(id + "?priority=critical&wait=visible&timeout=60s", text), 200);
    }

    private HttpRequest.Builder put(String idAndQuery, String text) {
        return request("/documents/" + idAndQuery)
                .header("Content-Type", "text/markdown")
                .PUT(BodyPublishers.ofString(text));
    }

    /// The documents that a keyword search finds, best first.
    public List<String> find(String words) throws InterruptedException {
        return documents(search(words, "keyword", HITS_MAX));
    }

    /// The same in one document.
    public List<String> find(String words, String document) throws InterruptedException {
        ObjectNode question = question(words, "keyword", HITS_MAX);
        question.putArray("document_ids").add(document);
        return documents(ask(question));
    }

    private static List<String> documents(JsonNode answer) {
        List<String> found = new ArrayList<>();
        answer.path("hits").forEach(hit -> found.add(hit.path("document_id").asString("")));
        return found;
    }

    /// @param mode `hybrid`, `vector` or `keyword`
    public JsonNode search(String query, String mode, int k) throws InterruptedException {
        return ask(question(query, mode, k));
    }

    /// As [#search], compared with every chunk.
    public JsonNode exact(String query, String mode, int k) throws InterruptedException {
        return ask(question(query, mode, k).put("exact", true));
    }

    /// As [#search], of an older version.
    public JsonNode at(long version, String query, String mode, int k) throws InterruptedException {
        return ask(question(query, mode, k).put("at_version", version));
    }

    private static ObjectNode question(String query, String mode, int k) {
        return Json.object().put("query", query).put("mode", mode).put("k", k);
    }

    private JsonNode ask(ObjectNode question) throws InterruptedException {
        return send(
                request("/search")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(question.toString())),
                200);
    }

    /// Sends events, one a line, and returns when all are accepted.
    public JsonNode lines(BodyPublisher events) throws InterruptedException {
        return send(
                request("/events").header("Content-Type", "application/x-ndjson").POST(events),
                200);
    }

    /// All of them in one version; returns when it is searchable.
    public JsonNode atomic(List<ObjectNode> events) throws InterruptedException {
        ObjectNode request = Json.object().put("atomic", true);
        events.forEach(request.putArray("events")::add);
        return send(post("/events?wait=visible&timeout=60s", request), 200);
    }

    /// Returns when the older version's content is searchable.
    public JsonNode rollBack(long version) throws InterruptedException {
        return send(post("/rollback", Json.object().put("to_version", version)), 200);
    }

    private HttpRequest.Builder post(String member, ObjectNode body) {
        return request(member)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
    }

    /// A page of the change feed.
    ///
    /// @param since the `next` of the page before; empty for the beginning
    public JsonNode changes(Optional<String> since) throws InterruptedException {
        String query =
                since.map(
                                position ->
                                        "?since="
                                                + URLEncoder.encode(
                                                        position, StandardCharsets.UTF_8))
                        .orElse("");
        return send(request("/changes" + query).GET(), 200);
    }

    /// Returns when nothing waits; fails where nothing has changed for a long time.
    public void awaitIdle() throws InterruptedException {
        JsonNode status = status();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isIdle(status)) {
            Thread.sleep(POLL);
            JsonNode now = status();
            if (progress(now).equals(progress(status))) {
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("it stands still: " + now);
                }
                continue;
            }
            status = now;
            end = System.nanoTime() + PATIENCE.toNanos();
        }
    }

    private static List<JsonNode> progress(JsonNode status) {
        return List.of(
                status.path("pending"),
                status.path("committed_version"),
                status.path("index_version"));
    }

    /// Nothing waits, and what was committed is searchable.
    public static boolean isIdle(JsonNode status) {
        return status.path("pending").asLong(-1) == 0
                && status.path("index_version").asLong()
                        == status.path("committed_version").asLong(-1);
    }

    public long chunks() throws InterruptedException {
        return status().path("chunks").asLong();
    }

    public JsonNode status() throws InterruptedException {
        return send(request("").GET(), 200);
    }

    private HttpRequest.Builder request(String member) {
        return HttpRequest.newBuilder(URI.create(collection + member)).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder request, int status) throws InterruptedException {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
            }
            return Json.read(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
