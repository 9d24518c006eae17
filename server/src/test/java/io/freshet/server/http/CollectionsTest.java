package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.SearchSettings;
import io.freshet.library.config.CollectionConfigs;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Several collections: made, set up, removed and made again.
final class CollectionsTest {
    private static final String BASE = "/v1/collections/";
    private static MemoryAdapters adapters;
    private static CollectionConfigs configs;
    private static Served served;
    private static Wire wire;

    @BeforeAll
    static void start() throws InterruptedException {
        adapters = new MemoryAdapters();
        configs =
                MemorySettings.configs(
                        """
                        embedders: {quick: {model: all-minilm-l6-v2}}
                        collections:
                          fixed: {freshness_target: 3s}
                          bare: {}
                        """);
        serve();
    }

    private static void serve() throws InterruptedException {
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs);
        wire = served.wire;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static Wire.Answer put(String name, String json) {
        return wire.send("PUT", BASE + name, "application/json", json);
    }

    private static Wire.Answer add(String name, String id, String text) {
        return wire.post(
                BASE + name + "/events?wait=visible&timeout=60s",
                "{\"event_type\":\"update\",\"document_id\":\""
                        + id
                        + "\",\"text\":\""
                        + text
                        + "\"}");
    }

    private static JsonNode status(String name) {
        return wire.get(BASE + name).json();
    }

    @Test
    void collectionsOfTheConfigurationExistFromTheStart() {
        assertThat(wire.get("/v1/collections").json().get("collections").valueStream())
                .extracting(c -> c.get("name").stringValue())
                .contains("fixed", "bare", "knowledge_base");
        assertThat(status("fixed").at("/settings/freshness_target").stringValue()).isEqualTo("3s");
        assertThat(put("fixed", "{\"freshness_target\": \"1s\"}").code()).isEqualTo("configured");
        assertThat(put("bare", "{\"freshness_target\": \"1s\"}").code()).isEqualTo("configured");
        assertThat(put("fixed", "{}").status()).isEqualTo(200);
        assertThat(wire.delete(BASE + "fixed").code()).isEqualTo("configured");
        assertThat(wire.delete(BASE + "fixed").status()).isEqualTo(409);
    }

    @Test
    void settingsAreMadeAndChanged() {
        Wire.Answer made =
                put(
                        "set",
                        "{\"freshness_target\": \"250ms\", \"chunking\": {\"target_tokens\":"
                                + " 200}}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonNode settings = made.json().get("settings");
        assertThat(settings.toString())
                .isEqualTo(
                        "{\"embedder\":\"local\",\"freshness_target\":\"250ms\",\"event_id_window\":\"7d\","
                                + "\"batch_documents_max\":100,\"chunking\":{\"target_tokens\":200,"
                                + "\"prefix\":\"none\"},"
                                + searchDefaults()
                                + "\"retention\":{\"versions\":1000,\"age\":\"30d\",\"size\":\"10GiB\"},\"delete_guard\":{\"documents\":10,\"share\":\"10%\",\"confirm_after\":\"10m\"},\"budget\":{\"day_usd\":\"none\",\"month_usd\":\"none\"},"
                                + "\"reembed_guard\":{\"documents\":50,\"share\":\"20%\"},"
                                + "\"retry\":{\"attempts_max\":5,\"pause_min\":\"1s\",\"pause_max\":\"5m\"}}");
        assertThat(put("set", settings.toString()).json().get("settings")).isEqualTo(settings);

        JsonNode changed =
                put("set", "{\"freshness_target\": null, \"batch_documents_max\": 7}")
                        .json()
                        .get("settings");
        assertThat(changed.get("freshness_target").stringValue()).isEqualTo("0s");
        assertThat(changed.get("batch_documents_max").intValue()).isEqualTo(7);
        assertThat(changed.at("/chunking/target_tokens").intValue()).isEqualTo(200);
        assertThat(status("set").get("settings")).isEqualTo(changed);
        assertThat(put("set", "{\"chunking\": null}").json().at("/settings/chunking/target_tokens"))
                .hasToString("320");
    }

    /// As the engine has them.
    private static String searchDefaults() {
        SearchSettings search = SearchSettings.DEFAULT;
        SearchSettings.Keywords keywords = search.keywords();
        return String.format(
                Locale.ROOT,
                "\"search\":{\"analysis\":\"%s\",\"bm25\":{\"k1\":%s,\"b\":%s},\"fusion\":"
                        + "{\"method\":\"%s\",\"k\":%s,\"vector_weight\":%s},\"depth\":%d},",
                keywords.analysis().name().toLowerCase(Locale.ROOT),
                number(keywords.k1()),
                number(keywords.b()),
                search.fusion().method().name().toLowerCase(Locale.ROOT),
                number(search.fusion().k()),
                number(search.fusion().vectorWeight()),
                search.depth());
    }

    private static String number(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    @Test
    void howItIsSearchedIsChangedAndTakenBack() {
        JsonNode search =
                put(
                                "searched",
                                "{\"search\": {\"bm25\": {\"k1\": 0.9}, \"depth\": 20, \"fusion\":"
                                        + " {\"method\": \"weighted_sum\", \"vector_weight\": 0.25}}}")
                        .json()
                        .at("/settings/search");
        assertThat(search.at("/bm25/k1").doubleValue()).isEqualTo(0.9);
        assertThat(search.at("/fusion/method").stringValue()).isEqualTo("weighted_sum");
        assertThat(search.at("/fusion/vector_weight").doubleValue()).isEqualTo(0.25);
        assertThat(search.get("depth").intValue()).isEqualTo(20);

        JsonNode back = put("searched", "{\"search\": null}").json().get("settings");
        assertThat(back.toString()).contains(searchDefaults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'search': {'analysis': 'klingon'}} | invalid_field | /search/analysis",
                "{'search': {'bm25': {'k1': 10.5}}} | invalid_field | /search/bm25/k1",
                "{'search': {'bm25': {'b': -1}}} | invalid_field | /search/bm25/b",
                "{'search': {'bm25': {'b': 'high'}}} | invalid_field | /search/bm25/b",
                "{'search': {'bm25': {'c': 1}}} | unknown_field | /search/bm25/c",
                "{'search': {'fusion': {'method': 'sum'}}} | invalid_field | /search/fusion/method",
                "{'search': {'fusion': {'k': 0}}} | invalid_field | /search/fusion/k",
                "{'search': {'fusion': {'vector_weight': 1.1}}} | invalid_field |"
                        + " /search/fusion/vector_weight",
                "{'search': {'depth': 9}} | invalid_field | /search/depth",
                "{'search': {'depth': 50.5}} | invalid_field | /search/depth",
                "{'search': 'deep'} | invalid_field | /search",
                "{'freshness': '1s'} | unknown_field | /freshness",
                "{'chunking': {'size': 3}} | unknown_field | /chunking/size",
                "{'freshness_target': '1 week'} | invalid_field | /freshness_target",
                "{'freshness_target': true} | invalid_field | /freshness_target",
                "{'chunking': 'none'} | invalid_field | /chunking",
                "{'chunking': {'prefix': 'all'}} | invalid_field | /chunking/prefix",
                "{'batch_documents_max': 1.5} | invalid_field | /batch_documents_max",
                "{'batch_documents_max': 100000} | invalid_field | ''",
                "{'embedder': 'nobody'} | invalid_field | /embedder",
                "[] | invalid_field | ''"
            })
    void whatTheConfigurationWouldRefuseIsRefused(String body, String code, String pointer) {
        Wire.Answer answer = put("refused", body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.pointer()).isEqualTo(pointer);
        assertThat(answer.body()).doesNotContain("collections.refused");
        assertThat(wire.get(BASE + "refused").status()).isEqualTo(404);
    }

    @Test
    @Tag("A09")
    void aFilledCollectionKeepsItsModelAndItsChunks() {
        assertThat(put("filled", "{\"embedder\": \"quick\"}").status()).isEqualTo(201);
        assertThat(put("filled", "{\"embedder\": \"local\"}").status()).isEqualTo(200);
        add("filled", "a", "Refunds take five days.");

        Wire.Answer model = put("filled", "{\"embedder\": \"quick\"}");
        assertThat(model.status()).isEqualTo(409);
        assertThat(model.code()).isEqualTo("migration_needed");
        assertThat(model.pointer()).isEqualTo("/embedder");
        assertThat(model.body()).contains("freshet migrate");
        Wire.Answer chunks = put("filled", "{\"chunking\": {\"prefix\": \"title\"}}");
        assertThat(chunks.code()).isEqualTo("migration_needed");
        assertThat(put("filled", "{\"freshness_target\": \"1s\"}").status()).isEqualTo(200);
        assertThat(status("filled").get("documents").intValue()).isEqualTo(1);
        assertThat(status("filled").at("/settings/embedder").stringValue()).isEqualTo("local");
    }

    @Test
    void aRemovedCollectionIsGoneAndGoesOnFromItsNumber() {
        add("gone", "a", "Refunds take five days.");
        add("gone", "b", "Cats sleep most of the day.");
        String history = status("gone").get("history").stringValue();
        long embedded = adapters.embedder().textCount();

        Wire.Answer removed = wire.delete(BASE + "gone");
        assertThat(removed.status()).as(removed.body()).isEqualTo(200);
        assertThat(removed.json().toString())
                .isEqualTo("{\"collection\":\"gone\",\"documents\":2,\"index_version\":2}");
        assertThat(wire.delete(BASE + "gone").code()).isEqualTo("unknown_collection");
        assertThat(wire.get(BASE + "gone").status()).isEqualTo(404);
        assertThat(wire.post(BASE + "gone/search", "{\"query\":\"refunds\"}").status())
                .isEqualTo(404);
        assertThat(wire.get("/metrics").body()).doesNotContain("collection=\"gone\"");

        assertThat(add("gone", "a", "Refunds take five days.").json().get("index_version"))
                .hasToString("3");
        JsonNode again = status("gone");
        assertThat(again.get("documents").intValue()).isEqualTo(1);
        assertThat(again.get("history").stringValue()).isNotEqualTo(history);
        assertThat(adapters.embedder().textCount()).isEqualTo(embedded);
        assertThat(wire.get(BASE + "gone/versions").json().get("versions")).hasSize(1);
        assertThat(wire.delete(BASE + "gone").json().get("index_version").intValue()).isEqualTo(3);
        assertThat(put("gone", "{}").json().get("index_version").intValue()).isEqualTo(3);
    }

    @Test
    void knowledgeBaseComesBackEmpty() {
        add("knowledge_base", "a", "one");
        long version = status("knowledge_base").get("index_version").longValue();
        assertThat(wire.delete(BASE + "knowledge_base").status()).isEqualTo(200);
        JsonNode again = status("knowledge_base");
        assertThat(again.get("documents").intValue()).isZero();
        assertThat(again.get("index_version").longValue()).isEqualTo(version);
    }

    @Test
    void aRequestThatRunsIntoARemovalIsAnswered() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                add("raced", "first", "text");
                Future<Integer> loading =
                        clients.submit(() -> add("raced", "second", "more text").status());
                Future<Integer> asking =
                        clients.submit(
                                () ->
                                        wire.post(BASE + "raced/search", "{\"query\":\"text\"}")
                                                .status());
                assertThat(wire.delete(BASE + "raced").status()).isEqualTo(200);
                assertThat(loading.get()).isIn(200, 202, 503);
                assertThat(asking.get()).isIn(200, 404, 503);
            }
        }
    }

    @Test
    void afterARestartACollectionRestsUntilItIsUsed() throws InterruptedException {
        put("rests", "{\"freshness_target\": \"20ms\"}");
        add("rests", "a", "Refunds take five days.");
        served.close();
        serve();
        JsonNode rests =
                wire.get("/v1/collections")
                        .json()
                        .get("collections")
                        .valueStream()
                        .filter(c -> c.get("name").stringValue().equals("rests"))
                        .findFirst()
                        .orElseThrow();
        assertThat(rests.get("state").stringValue()).isEqualTo("closed");
        assertThat(rests.get("documents").intValue()).isEqualTo(1);
        assertThat(rests.get("index_version").intValue()).isEqualTo(1);
        assertThat(wire.get("/health/ready").json().at("/collections/rests").stringValue())
                .isEqualTo("closed");
        assertThat(wire.get("/metrics").body())
                .contains("freshet_collection_documents{collection=\"rests\"} 1.0");

        JsonNode found = wire.post(BASE + "rests/search", "{\"query\":\"refunds\"}").json();
        assertThat(found.at("/hits/0/document_id").stringValue()).isEqualTo("a");
        await().untilAsserted(
                        () ->
                                assertThat(status("rests").get("state").stringValue())
                                        .isEqualTo("serving"));
        assertThat(status("rests").at("/settings/freshness_target").stringValue())
                .isEqualTo("20ms");
    }
}
