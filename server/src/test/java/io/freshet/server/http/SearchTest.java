package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Questions, lists and status over a small collection.
final class SearchTest {
    private static final String BASE = "/v1/collections/docs";
    private static Served served;
    private static Wire wire;
    private static long sequence;

    @BeforeAll
    static void start() throws InterruptedException {
        served = Served.start();
        wire = served.wire;
        Wire.Answer answer =
                wire.post(
                        BASE + "/events?wait=true&timeout=60s",
                        """
                        {"events": [
                          {"event_type": "insert", "document_id": "manual/refunds",
                           "text": "# Refunds\\n\\nRefunds take five days.",
                           "metadata": {"team": "billing", "year": 2025, "tags": ["a", "b"]}},
                          {"event_type": "insert", "document_id": "manual/limits",
                           "text": "Limits are raised on request.",
                           "metadata": {"team": "support", "year": 2024}},
                          {"event_type": "insert", "document_id": "blog/refunds",
                           "text": "Why refunds matter.", "metadata": {"year": 2026}}]}
                        """);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        sequence = answer.json().get("sequence").longValue();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"team\": \"billing\"} | manual/refunds",
                "{\"year\": {\"$gte\": 2025}} | blog/refunds manual/refunds",
                "{\"year\": {\"$gt\": 2024, \"$lt\": 2026}} | manual/refunds",
                "{\"year\": \"2025\"} | ''",
                "{\"tags\": \"b\"} | manual/refunds",
                "{\"team\": {\"$exists\": false}} | blog/refunds",
                "{\"team\": {\"$ne\": \"billing\"}} | blog/refunds manual/limits",
                "{\"team\": {\"$in\": [\"billing\", \"support\"]}} | manual/limits manual/refunds",
                "{\"$or\": [{\"team\": \"support\"}, {\"year\": 2026}]} | blog/refunds"
                        + " manual/limits",
                "{\"$not\": {\"team\": \"support\"}} | blog/refunds manual/refunds",
                "{} | blog/refunds manual/limits manual/refunds"
            })
    void aFilterSelectsDocuments(String filter, String expected) {
        Wire.Answer answer =
                wire.post(BASE + "/documents/list", "{\"filter\": " + filter + ", \"limit\": 10}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(
                        answer.json()
                                .get("documents")
                                .valueStream()
                                .map(d -> d.get("document_id").stringValue())
                                .collect(java.util.stream.Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"year\": {\"$near\": 1}} | /filter/year/$near",
                "{\"$nor\": []} | /filter/$nor",
                "{\"$and\": []} | /filter/$and",
                "{\"a\": {\"b\": 1}} | /filter/a/b",
                "{\"a\": null} | /filter/a",
                "{\"a\": {}} | /filter/a",
                "{\"a\": {\"$in\": [[1]]}} | /filter/a/$in/0",
                "{\"$or\": [{\"a\": {\"$gt\": true}}]} | /filter/$or/0/a/$gt",
                "[] | /filter"
            })
    void aWrongFilterIsPointedAt(String filter, String pointer) {
        Wire.Answer answer =
                wire.post(BASE + "/search", "{\"query\": \"x\", \"filter\": " + filter + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_filter");
        assertThat(answer.pointer()).isEqualTo(pointer);
    }

    @Test
    void aFilterIsNestedAtMost32Deep() {
        String deep = "{\"$not\":".repeat(40) + "{\"a\":1}" + "}".repeat(40);

        assertThat(wire.post(BASE + "/search", "{\"query\":\"x\",\"filter\":" + deep + "}").code())
                .isEqualTo("invalid_filter");
    }

    @Test
    void aVectorThatIsGivenOutFindsItsChunk() {
        JsonNode first =
                wire.post(
                                BASE + "/search",
                                "{\"query\": \"refunds\", \"k\": 1, \"include\": [\"vector\"]}")
                        .json()
                        .get("hits")
                        .get(0);
        assertThat(first.has("text")).isFalse();
        JsonNode found =
                wire.post(BASE + "/search", "{\"k\": 1, \"vector\": " + first.get("vector") + "}")
                        .json()
                        .get("hits")
                        .get(0);
        assertThat(found.get("chunk_id")).isEqualTo(first.get("chunk_id"));
        assertThat(found.get("scores").get("vector").doubleValue())
                .isCloseTo(1, org.assertj.core.data.Offset.offset(0.001));
    }

    @Test
    void aHitSaysWhereItStands() {
        JsonNode hit =
                wire.post(
                                BASE + "/search",
                                "{\"query\": \"refunds\", \"prefix\": \"manual/\", \"mode\":"
                                        + " \"keyword\"}")
                        .json()
                        .at("/hits/0");

        assertThat(hit.get("document_id").stringValue()).isEqualTo("manual/refunds");
        assertThat(hit.get("text").stringValue()).contains("five days");
        assertThat(hit.at("/scores/keyword").isNumber()).isTrue();
        assertThat(hit.at("/scores/vector").isNull()).isTrue();
        assertThat(hit.get("index_version").intValue()).isEqualTo(1);
        assertThat(hit.has("updated_at")).isTrue();
    }

    @Test
    void theQuickLookIsAGet() {
        assertThat(wire.get(BASE + "/search?q=refunds&k=1").json().get("hits")).hasSize(1);
    }

    @Test
    void everyWayToAskCanBeExact() {
        String asked = "{\"query\": \"refunds\", \"k\": 2, \"exact\": true}";

        assertThat(wire.post(BASE + "/search", asked).json().get("hits")).hasSize(2);
        assertThat(wire.get(BASE + "/search?q=refunds&k=2&exact=true").json().get("hits"))
                .hasSize(2);
        assertThat(wire.get(BASE + "/search?q=refunds&exact=yes").status()).isEqualTo(400);
    }

    @Test
    void readYourOwnWritesWaitsForTheSequence() {
        assertThat(
                        wire.post(
                                        BASE + "/search",
                                        "{\"query\":\"refunds\",\"timeout\":\"60s\",\"min_sequence\":"
                                                + sequence
                                                + "}")
                                .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | invalid_field | /query",
                "{\"query\":\"\"} | invalid_field | /query",
                "{\"query\":\"x\",\"vector\":[1]} | invalid_field | /query",
                "{\"query\":\"x\",\"k\":0} | invalid_field | /k",
                "{\"query\":\"x\",\"k\":1001} | invalid_field | /k",
                "{\"query\":\"x\",\"mode\":\"magic\"} | invalid_field | /mode",
                "{\"vector\":[0,0]} | invalid_field | /vector",
                "{\"vector\":[1,0]} | rejected | ''",
                "{\"query\":\"x\",\"context\":4} | invalid_field | /context",
                "{\"query\":\"x\",\"exact\":1} | invalid_field | /exact",
                "{\"query\":\"x\",\"include\":[\"colour\"]} | invalid_field | /include",
                "{\"query\":\"x\",\"at_version\":0,\"min_sequence\":1} | invalid_field | /min_sequence",
                "{\"query\":\"x\",\"min_sequence\":99999} | invalid_field | /min_sequence",
                "{\"query\":\"x\",\"timeout\":\"soon\"} | invalid_field | /timeout",
                "{\"query\":\"x\",\"colour\":1} | unknown_field | /colour"
            })
    void aWrongQuestionIsPointedAt(String json, String code, String pointer) {
        Wire.Answer answer = wire.post(BASE + "/search", json);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.pointer()).isEqualTo(pointer);
    }

    @Test
    void pagesGoOnBehindNext() {
        JsonNode first = wire.get(BASE + "/documents?limit=2").json();
        assertThat(first.get("documents")).hasSize(2);
        String next = first.get("next").stringValue();

        JsonNode second = wire.get(BASE + "/documents?limit=2&after=" + next).json();

        assertThat(second.at("/documents/0/document_id").stringValue()).isEqualTo("manual/refunds");
        assertThat(second.get("next").isNull()).isTrue();
    }

    @Test
    void theStatusAddsUp() {
        JsonNode status = wire.get(BASE).json();

        assertThat(status.get("documents").intValue()).isEqualTo(3);
        assertThat(status.get("index_version").intValue()).isEqualTo(1);
        assertThat(status.get("sequence").intValue()).isEqualTo(3);
        assertThat(status.get("pending").intValue()).isZero();
        assertThat(status.at("/complete/balanced").booleanValue()).isTrue();
        assertThat(status.at("/complete/applied").intValue()).isEqualTo(3);
        assertThat(status.at("/stores/0/applied_version").intValue()).isEqualTo(1);
        assertThat(status.get("history").stringValue()).isNotEmpty();
        assertThat(status.get("freshness").has("p99_ms")).isTrue();
    }

    @Test
    void collectionsAreListedAndMade() {
        assertThat(wire.send("PUT", "/v1/collections/made", "application/json", "{}").status())
                .isEqualTo(201);
        assertThat(wire.send("PUT", "/v1/collections/made", "application/json", "{}").status())
                .isEqualTo(200);
        Wire.Answer settings =
                wire.send(
                        "PUT", "/v1/collections/made", "application/json", "{\"embedding\":\"x\"}");
        assertThat(settings.code()).isEqualTo("unknown_field");
        assertThat(wire.get("/v1/collections").json().get("collections").valueStream())
                .extracting(c -> c.get("name").stringValue())
                .contains("docs", "knowledge_base", "made");
    }

    @Test
    void itIsReadyAndMeasured() {
        assertThat(wire.get("/health/ready").json().at("/collections/docs").stringValue())
                .isEqualTo("serving");
        assertThat(wire.get("/metrics").body())
                .contains("freshet_events_accepted_total{collection=\"docs\"} 3.0")
                .contains("freshet_collection_index_version{collection=\"docs\"} 1.0")
                .contains("freshet_store_applied_version{collection=\"docs\",store=\"embedded\"}");
    }

    @Test
    void aHeadIsAGetWithoutItsBody() {
        Wire.Answer head =
                wire.send(
                        wire.request(BASE)
                                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }
}
