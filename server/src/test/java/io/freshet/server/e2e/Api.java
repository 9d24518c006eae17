package io.freshet.server.e2e;

import io.freshet.server.http.Served;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One collection of a server, over HTTP.
record Api(HttpClient client, int port, String collection) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    static Api to(int port, String collection) {
        return new Api(CLIENT, port, collection);
    }

    /// As `--server` wants it.
    String server() {
        return "http://localhost:" + port;
    }

    Api of(String other) {
        return new Api(client, port, other);
    }

    record Answer(int status, String text) {
        JsonNode json() {
            return Json.read(text);
        }

        String code() {
            return json().path("code").asString("");
        }

        /// The answer's body, of a request that succeeded.
        JsonNode ok() {
            if (status / 100 != 2) {
                throw new AssertionError("answered " + status + ": " + text);
            }
            return json();
        }
    }

    /// @param member below the collection, such as `/events`; empty for the collection itself
    Answer get(String member) {
        return send("GET", member, "application/json", new byte[0]);
    }

    Answer post(String member, String json) {
        return send("POST", member, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer send(String method, String member, String mediaType, byte[] body) {
        return call(method, "/v1/collections/" + collection + member, mediaType, body);
    }

    Answer call(String method, String path, String mediaType, byte[] body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .timeout(PATIENCE)
                        .header("Content-Type", mediaType)
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The document's own path, with every byte of its id escaped that could mean something.
    static String document(String id) {
        return "/documents/" + encoded(id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Puts a Markdown document and waits until it is searchable.
    JsonNode put(String id, String text) {
        Answer answer =
                send(
                        "PUT",
                        document(id) + "?wait=visible&timeout=60s",
                        "text/markdown",
                        text.getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new AssertionError(id + " is not searchable: " + answer);
        }
        return answer.json();
    }

    JsonNode delete(String id) {
        return send(
                        "DELETE",
                        document(id) + "?wait=visible&timeout=60s",
                        "text/markdown",
                        new byte[0])
                .ok();
    }

    /// Sends events in one request and waits until they are searchable.
    JsonNode submit(List<ObjectNode> events) {
        ObjectNode body = Json.object();
        body.putArray("events").addAll(events);
        JsonNode answer = post("/events?wait=visible&timeout=60s", body.toString()).ok();
        if (!answer.path("visible").asBoolean()) {
            awaitNothingPending();
        }
        return answer;
    }

    static ObjectNode upsert(String id, String text) {
        return Json.object().put("event_type", "update").put("document_id", id).put("text", text);
    }

    static ObjectNode delete(String id, long sourceVersion) {
        return Json.object()
                .put("event_type", "delete")
                .put("document_id", id)
                .put("source_version", sourceVersion);
    }

    /// Waits until everything that was accepted is searchable.
    void awaitNothingPending() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Served.isSettled(status()));
    }

    JsonNode status() {
        return get("").ok();
    }

    long version() {
        return status().path("index_version").asLong();
    }

    /// Texts that an embedder was asked for since the server started.
    long textsEmbedded() {
        JsonNode texts = status().path("spent").path("texts");
        if (!texts.isIntegralNumber()) {
            throw new AssertionError("the status counts no texts");
        }
        return texts.asLong();
    }

    /// The documents in which a keyword search finds the words.
    List<String> find(String words) {
        ObjectNode question =
                Json.object().put("query", words).put("mode", "keyword").put("k", 100);
        List<String> found = new ArrayList<>();
        for (JsonNode hit : post("/search", question.toString()).ok().path("hits")) {
            found.add(hit.path("document_id").asString());
        }
        return found;
    }

    List<String> documents() {
        List<String> ids = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String from = after.get().isEmpty() ? "" : "&after=" + encoded(after.get());
            JsonNode page = get("/documents?limit=500" + from).ok();
            page.path("documents").forEach(one -> ids.add(one.path("document_id").asString()));
            after = page.path("next").asStringOpt();
        }
        return ids;
    }

    Answer read(String id) {
        return get(document(id));
    }
}
