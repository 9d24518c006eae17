package io.freshet.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.server.http.ProviderServer;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// 400 documents are given another model and other chunks while 600 changes come in and the server
/// is killed three times.
final class MigrationKilledTest {
    private static final int DOCUMENTS = 400;
    private static final int CHANGES = 200;
    private static final int KILLS = 3;
    private static final int ANSWERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String TARGET = "{\"target_tokens\": 64, \"prefix\": \"title\"}";

    @TempDir private Path directory;
    private final Map<String, String> wanted = new TreeMap<>();
    private final List<ObjectNode> changes = new ArrayList<>();

    /// Requests that the other model still answers; the one beyond is in flight, since a migration
    /// asks for one after the other. Each server that is killed leaves one behind, so the next has
    /// others.
    private volatile Semaphore answers = new Semaphore(0);

    private final Map<String, Integer> cutOff = new HashMap<>();

    private static String text(String word, int number) {
        StringBuilder text = new StringBuilder("# " + word + " " + number + "\n");
        for (int paragraph = 0; paragraph < 3; paragraph++) {
            text.append('\n');
            for (int i = 0; i < 14; i++) {
                text.append(word + number + "p" + paragraph + " and word " + i + " ");
            }
            text.append("end.\n");
        }
        return text.toString();
    }

    private static ObjectNode event(String type, String id) {
        return Json.object().put("event_type", type).put("document_id", id);
    }

    private ObjectNode put(String id, String text) {
        wanted.put(id, text);
        return event("update", id).put("text", text);
    }

    private void plan() {
        for (int i = 0; i < CHANGES; i++) {
            changes.add(put("new/" + i, text("fresh", i)));
            changes.add(put("doc/" + i, text("changed", i)));
            changes.add(event("delete", "doc/" + (CHANGES + i)));
            wanted.remove("doc/" + (CHANGES + i));
        }
    }

    private static void send(Api api, List<ObjectNode> events, String query) {
        ObjectNode body = Json.object();
        body.putArray("events").addAll(events);
        api.post("/events" + query, body.toString()).ok();
    }

    private Path config(ProviderServer old, ProviderServer next) throws IOException {
        String more =
                ", dimensions: 64, batch_texts_max: 20, concurrency_max: 2, request_timeout: 10m}\n";
        return Files.writeString(
                directory.resolve("freshet.yaml"),
                "collection_defaults: {reembed_guard: {documents: 1000}}\nembedders:\n"
                        + "  local: {type: openai, model: counting, endpoints: ["
                        + old.endpoint("old")
                        + "]"
                        + more
                        + "  next: {type: openai, model: other, endpoints: ["
                        + next.endpoint("next")
                        + "]"
                        + more);
    }

    @Test
    @Tag("I1")
    @Tag("I4")
    @Tag("I5")
    @Tag("I7")
    void itEndsAsAFreshBuildWithEachTextAskedForOnceBeyondWhatTheKillsCutOff() throws Exception {
        try (ProviderServer old = new ProviderServer();
                ProviderServer next = new ProviderServer()) {
            next.becomes("other");
            next.misbehave(
                    _ -> {
                        answers.acquireUninterruptibly();
                        return Optional.empty();
                    });
            Path config = config(old, next);
            MigratedProcess server = MigratedProcess.start(directory.resolve("data"), config);
            try {
                Api api = Api.to(server.port(), "docs");
                List<ObjectNode> first = new ArrayList<>();
                for (int i = 0; i < DOCUMENTS; i++) {
                    first.add(put("doc/" + i, text("word", i)));
                }
                send(api, first, "?wait=visible&timeout=60s");
                plan();
                api.post("/migrations", "{\"embedder\": \"next\", \"chunking\": " + TARGET + "}")
                        .ok();
                int slice = changes.size() / (KILLS + 1);
                for (int round = 0; round < KILLS; round++) {
                    int asked = (round + 1) * (ANSWERS + 1);
                    send(api, changes.subList(round * slice, (round + 1) * slice), "");
                    answers.release(ANSWERS);
                    await().atMost(PATIENCE)
                            .until(
                                    () ->
                                            next.asked().size() == asked
                                                    && answers.hasQueuedThreads());
                    server.kill();
                    answers = new Semaphore(0);
                    next.asked().getLast().texts().forEach(t -> cutOff.merge(t, 1, Integer::sum));
                    server = MigratedProcess.start(directory.resolve("data"), config);
                    api = Api.to(server.port(), "docs");
                }
                send(api, changes.subList(KILLS * slice, changes.size()), "");
                answers.release(1_000_000);
                switchOver(api);
                matches(api, next);
            } finally {
                server.close();
            }
        }
    }

    private static void switchOver(Api api) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                api.status().path("pending").asInt() == 0
                                        && state(api).equals("ready"));
        JsonNode compared = api.get("/migrations").ok().path("comparison");
        assertThat(compared.path("rows")).isEqualTo(compared.path("expected_rows"));
        JsonNode switched = api.post("/migrations/switch", "{}").ok();
        assertThat(switched.path("in_force").path("embedder").asString()).isEqualTo("next");
    }

    private static String state(Api api) {
        return api.get("/migrations").ok().path("state").asString();
    }

    private void matches(Api api, ProviderServer next) {
        Map<String, Integer> times = new HashMap<>();
        next.asked().forEach(each -> each.texts().forEach(t -> times.merge(t, 1, Integer::sum)));
        assertThat(times)
                .allSatisfy(
                        (text, count) ->
                                assertThat(count)
                                        .as(text)
                                        .isLessThanOrEqualTo(1 + cutOff.getOrDefault(text, 0)));
        int requests = next.asked().size();
        Api fresh = api.of("fresh");
        fresh.send(
                        "PUT",
                        "",
                        "application/json",
                        ("{\"embedder\": \"next\", \"chunking\": " + TARGET + "}")
                                .getBytes(StandardCharsets.UTF_8))
                .ok();
        List<ObjectNode> all = new ArrayList<>();
        wanted.forEach((id, text) -> all.add(event("update", id).put("text", text)));
        send(fresh, all, "?wait=visible&timeout=60s");
        assertThat(next.asked()).hasSize(requests);
        assertThat(api.documents()).containsExactlyElementsOf(wanted.keySet());
        assertThat(api.status().path("chunks")).isEqualTo(fresh.status().path("chunks"));
        assertThat(api.status().at("/stores/0/rows")).isEqualTo(fresh.status().path("chunks"));
        assertThat(chunks(api)).isNotEmpty().isEqualTo(chunks(fresh));
        for (String question : List.of("fresh7p1", "changed3p0 word 4", "word 9 end")) {
            JsonNode hits = hits(api, question);
            assertThat(hits).as(question).isNotEmpty().isEqualTo(hits(fresh, question));
        }
    }

    /// Each with its place, text and vector.
    private static List<String> chunks(Api api) {
        return api.get("/export")
                .text()
                .lines()
                .filter(line -> line.startsWith("{\"type\":\"chunk\""))
                .toList();
    }

    /// Exact, without what tells of the versions that the collections have had.
    private static JsonNode hits(Api api, String question) {
        String body =
                Json.object().put("query", question).put("exact", true).put("k", 20).toString();
        JsonNode hits = api.post("/search", body).ok().path("hits");
        for (JsonNode hit : hits) {
            ((ObjectNode) hit).remove(List.of("index_version", "updated_at"));
        }
        return hits;
    }
}
