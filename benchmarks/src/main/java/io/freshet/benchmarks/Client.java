package io.freshet.benchmarks;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// A client of the server under measurement, over HTTP like any other. Confined to one thread.
final class Client {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String collection;

    Client(int port) {
        this.collection = "http://localhost:" + port + "/v1/collections/knowledge_base";
    }

    void accept(String id, String text) throws InterruptedException {
        send(put(id + "?wait=false", text), 202);
    }

    /// Returns when the text is searchable.
    void visible(String id, String text) throws InterruptedException {
        send(put(id + "?wait=visible&timeout=60s", text), 200);
    }

    private HttpRequest.Builder put(String idAndQuery, String text) {
        return request("/documents/" + idAndQuery)
                .header("Content-Type", "text/markdown")
                .PUT(BodyPublishers.ofString(text));
    }

    void find(String word, String document) throws InterruptedException {
        String question = Json.object().put("query", word).put("mode", "keyword").toString();
        JsonNode answer =
                send(
                        request("/search")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(question)),
                        200);
        String found = answer.path("hits").path(0).path("document_id").asString("");
        if (!found.equals(document)) {
            throw new IllegalStateException("not found: " + word + " in " + document);
        }
    }

    void awaitIdle() throws InterruptedException {
        while (status().path("pending").asLong() > 0) {
            Thread.sleep(POLL);
        }
    }

    long chunks() throws InterruptedException {
        return status().path("chunks").asLong();
    }

    private JsonNode status() throws InterruptedException {
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
