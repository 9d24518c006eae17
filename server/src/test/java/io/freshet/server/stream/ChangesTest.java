package io.freshet.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.CollectionName;
import io.freshet.server.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ChangesTest {
    private static final CollectionName KB = StreamServer.KNOWLEDGE_BASE;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CHANGES = "/v1/collections/knowledge_base/changes";

    @Test
    void aPageSaysWhereToGoOn() throws Exception {
        try (var server = StreamServer.start()) {
            server.collection(KB, 3);
            JsonNode first = page(server, "?limit=3", 200);
            assertThat(first.path("changes").size()).isEqualTo(3);
            assertThat(first.path("next").asString()).isEqualTo("history0.2-1");

            JsonNode second = page(server, "?since=history0.2-1", 200);
            assertThat(second.path("changes").size()).isEqualTo(3);
            assertThat(second.path("next").asString()).isEqualTo("history0.3-");

            JsonNode end = page(server, "?since=history0.3-", 200);
            assertThat(end.path("changes").isEmpty()).isTrue();
            assertThat(end.path("next").asString()).isEqualTo("history0.3-");
        }
    }

    @Test
    void aPageMayWaitForItsFirstChange() throws Exception {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 3);
            var announcing =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        Awaitility.await().until(() -> server.subscribers() == 1);
                                        collection.announce(1);
                                    });
            JsonNode page = page(server, "?since=history0.3-&timeout=60s", 200);
            announcing.join();
            assertThat(page.path("changes").get(0).path("event").path("document_id").asString())
                    .isEqualTo("4/1");
        }
    }

    @Test
    void whatCannotBeAnsweredIsAProblem() throws Exception {
        try (var server = StreamServer.start()) {
            server.collection(KB, 3);
            JsonNode expired = page(server, "?since=another.3-", 410);
            assertThat(expired.path("code").asString()).isEqualTo("resume_expired");
            assertThat(expired.required("oldest_version").longValue()).isZero();
            assertThat(expired.required("index_version").longValue()).isEqualTo(3);
            assertThat(page(server, "?since=nonsense", 400).path("code").asString())
                    .isEqualTo("invalid_position");
            assertThat(page(server, "?limit=0", 400).path("code").asString())
                    .isEqualTo("invalid_parameter");
            assertThat(page(server, "?timeout=soon", 400).path("code").asString())
                    .isEqualTo("invalid_parameter");
            assertThat(page(server, "?form=1", 400).path("code").asString())
                    .isEqualTo("invalid_parameter");
            var missing =
                    HttpRequest.newBuilder(server.uri("http", "/v1/collections/none/changes"))
                            .build();
            assertThat(HTTP.send(missing, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void eventsCarryPositionsAndLastEventIdResumes() throws Exception {
        try (var server = StreamServer.start()) {
            var collection = server.collection(KB, 3);
            try (var lines = events(server, "?since=history0.2-", "history0.3-")) {
                assertThat(nextEvent(lines)).startsWith("retry:");
                collection.announce(1);
                assertThat(nextEvent(lines))
                        .startsWith("id: history0.4-1\nevent: index_update\ndata: {\"type\":");
                assertThat(nextEvent(lines))
                        .startsWith("id: history0.4-\nevent: batch_complete\ndata: {\"type\":");
            }
        }
    }

    @Test
    void eventStreamsEndWhenTheServerStops() throws Exception {
        try (var server = StreamServer.start()) {
            server.collection(KB, 3);
            try (var lines = events(server, "", "")) {
                assertThat(nextEvent(lines)).startsWith("retry:");
                server.stopStreams();
                assertThat(lines.readLine()).isNull();
            }
        }
    }

    private static JsonNode page(StreamServer server, String query, int status) throws Exception {
        var request = HttpRequest.newBuilder(server.uri("http", CHANGES + query)).build();
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return Json.read(response.body());
    }

    private static BufferedReader events(StreamServer server, String query, String lastEventId)
            throws Exception {
        var request =
                HttpRequest.newBuilder(server.uri("http", CHANGES + query))
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", lastEventId)
                        .build();
        HttpResponse<InputStream> response =
                HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /// Up to the next empty line.
    private static String nextEvent(BufferedReader lines) throws IOException {
        StringBuilder event = new StringBuilder();
        String line = lines.readLine();
        while (line != null && !line.isEmpty()) {
            event.append(line).append('\n');
            line = lines.readLine();
        }
        return event.toString();
    }
}
