package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.SearchSettings.Analysis;
import io.freshet.server.json.Json;
import io.freshet.spi.Embedder.Purpose;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// How a filled collection is searched is changed, on what a server really runs on.
final class SearchSettingsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DOCS = "/v1/collections/docs";

    @TempDir private Path data;

    private CountedAssembly adapters;
    private Served served;

    @BeforeEach
    void start() throws Exception {
        var configs = MemorySettings.configs();
        adapters = new CountedAssembly(configs, data);
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs);
        served.put("docs", "refunded", "Orders were refunded within a week.");
        served.put("docs", "hours", "Opening hours of the shop.");
        served.put("docs", "again", "Late, late and late again, as trains are late.");
        served.put("docs", "once", "Once late.");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void set(String search) {
        Wire.Answer answer =
                served.wire.send("PUT", DOCS, "application/json", "{\"search\": " + search + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private Wire.Answer ask(String words, String mode) {
        String body = Json.object().put("query", words).put("mode", mode).put("k", 4).toString();
        return served.wire.post(DOCS + "/search", body);
    }

    /// As soon as the index is filled again.
    private List<JsonNode> hits(String words, String mode) {
        await().atMost(PATIENCE).until(() -> ask(words, mode).status() == 200);
        return ask(words, mode).json().get("hits").valueStream().toList();
    }

    private List<String> found(String words) {
        return hits(words, "keyword").stream()
                .map(hit -> hit.get("document_id").stringValue())
                .toList();
    }

    private JsonNode status() {
        return served.wire.get(DOCS).json();
    }

    private long embedded() {
        return adapters.embedder().requests().stream()
                .filter(request -> request.purpose() == Purpose.DOCUMENT)
                .count();
    }

    @Test
    void anotherAnalysisChangesWhatIsFoundAndEmbedsNothing() {
        long before = embedded();
        long version = status().get("index_version").longValue();
        set("{\"analysis\": \"standard\"}");
        assertThat(found("refunds")).isEmpty();

        set("{\"analysis\": \"english\"}");
        assertThat(found("refunds")).containsExactly("refunded");
        assertThat(found("what was refunded?")).containsExactly("refunded");
        assertThat(status().at("/settings/search/analysis").stringValue()).isEqualTo("english");
        assertThat(status().at("/stores/0/rows").intValue()).isEqualTo(4);

        set("{\"analysis\": \"german\"}");
        assertThat(found("refunds")).isEmpty();
        set("{\"analysis\": \"standard\"}");
        assertThat(found("refunds")).isEmpty();
        assertThat(found("refunded")).containsExactly("refunded");
        set("{\"analysis\": null}");
        assertThat(found("refunds")).containsExactly("refunded");
        set("{\"analysis\": \"standard\"}");

        assertThat(status().get("index_version").longValue()).isEqualTo(version);
        assertThat(embedded()).isEqualTo(before);
        served.put("docs", "new", "Refunding is possible.");
        assertThat(found("refunding")).containsExactly("new");
    }

    @Test
    void whatWordsWeighAndHowListsAreMergedCountsAtOnce() {
        long before = embedded();
        set("{\"bm25\": {\"k1\": 10, \"b\": 0}}");
        assertThat(ask("late", "keyword").status()).isEqualTo(200);
        assertThat(found("late")).containsExactly("again", "once");
        set("{\"bm25\": {\"k1\": 10, \"b\": 1}}");
        assertThat(found("late")).containsExactly("once", "again");

        set("{\"fusion\": {\"method\": \"rrf\", \"k\": 1, \"vector_weight\": 0}}");
        assertThat(hits("hours", "hybrid").getFirst().get("score").doubleValue()).isEqualTo(0.5);
        set("{\"fusion\": {\"k\": 3}}");
        assertThat(hits("hours", "hybrid").getFirst().get("score").doubleValue()).isEqualTo(0.25);
        set("{\"fusion\": {\"method\": \"weighted_sum\", \"vector_weight\": 0.25}}");
        assertThat(hits("hours", "hybrid").getFirst().get("score").doubleValue()).isEqualTo(1);
        assertThat(embedded()).isEqualTo(before);
    }

    @Test
    void everyAnalysisIsDescribed() throws Exception {
        String configuration = Files.readString(Path.of("../docs/configuration.md"));
        String openapi = served.wire.get("/openapi.json").body();
        for (Analysis analysis : Analysis.values()) {
            String word = analysis.name().toLowerCase(Locale.ROOT);
            assertThat(configuration).contains("`" + word + "`");
            assertThat(openapi).contains("\"" + word + "\"");
        }
    }
}
