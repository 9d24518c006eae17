package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Events in: every form that a client may send, and every way to be refused.
final class EventsTest {
    private static Served served;
    private static Wire wire;

    @BeforeAll
    static void start() throws InterruptedException {
        served = Served.start();
        wire = served.wire;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static Wire.Answer events(String collection, String json) {
        return wire.post(
                "/v1/collections/" + collection + "/events?wait=visible&timeout=60s", json);
    }

    @Test
    void anEventMakesItsCollectionAndIsSearchable() {
        Wire.Answer answer =
                events(
                        "fresh",
                        """
                        {"events": [{"type": "insert", "document_id": "a",
                                     "text": "Refunds take five days.", "metadata": {"team": "billing"}}]}
                        """);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.get("accepted").intValue()).isEqualTo(1);
        assertThat(json.get("visible").booleanValue()).isTrue();
        assertThat(json.get("index_version").intValue()).isEqualTo(1);
        assertThat(json.at("/chunks/added").intValue()).isEqualTo(1);
        Wire.Answer found =
                wire.post("/v1/collections/fresh/search", "{\"query\": \"refunds\", \"k\": 3}");
        assertThat(found.json().at("/hits/0/document_id").stringValue()).isEqualTo("a");
        assertThat(found.json().at("/hits/0/metadata/team").stringValue()).isEqualTo("billing");
    }

    @Test
    void withoutWaitingTheAnswerIsAccepted() {
        Wire.Answer answer =
                wire.post(
                        "/v1/collections/plain/events",
                        "{\"event_type\":\"update\",\"document_id\":\"a\",\"text\":\"x\","
                                + "\"priority\":2,\"timestamp\":\"2026-11-24T10:00:00\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().get("sequence").longValue()).isPositive();
        assertThat(answer.json().has("index_version")).isTrue();
    }

    @Test
    void aRepeatedEventIdIsDeduplicated() {
        String event =
                "{\"event_type\":\"update\",\"document_id\":\"a\",\"text\":\"x\","
                        + "\"event_id\":\"e1\"}";
        long first = events("repeats", event).json().get("sequence").longValue();

        Wire.Answer again = events("repeats", event);

        assertThat(again.json().get("deduplicated").intValue()).isEqualTo(1);
        assertThat(again.json().get("accepted").intValue()).isZero();
        assertThat(again.json().get("sequence").longValue()).isEqualTo(first);
    }

    @Test
    void anOlderSourceVersionIsIgnored() {
        String event =
                "{\"event_type\":\"update\",\"document_id\":\"a\",\"text\":\"x\","
                        + "\"source_version\":%d}";
        events("sources", event.formatted(5));

        Wire.Answer older = events("sources", event.formatted(4));

        assertThat(older.status()).isEqualTo(200);
        assertThat(older.json().get("ignored").intValue()).isEqualTo(1);
    }

    @Test
    void textMayComeAsBase64() {
        String encoded =
                Base64.getEncoder()
                        .encodeToString(
                                "caf\u00e9".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        events(
                "base64",
                "{\"event_type\":\"insert\",\"document_id\":\"a\",\"content_base64\":\""
                        + encoded
                        + "\",\"media_type\":\"text/plain; charset=utf-8\"}");

        JsonNode document = wire.get("/v1/collections/base64/documents/a").json();

        assertThat(document.get("text").stringValue()).isEqualTo("caf\u00e9");
        assertThat(document.get("media_type").stringValue()).isEqualTo("text/plain");
    }

    @Test
    void metadataAloneKeepsTheTextAndAPatchMerges() {
        events(
                "meta",
                "{\"event_type\":\"insert\",\"document_id\":\"a\",\"text\":\"t\","
                        + "\"metadata\":{\"x\":1,\"y\":2}}");
        events(
                "meta",
                "{\"event_type\":\"update\",\"document_id\":\"a\",\"metadata\":{\"y\":3,\"z\":{\"q\":1}}}");
        Wire.Answer patched =
                wire.send(
                        "PATCH",
                        "/v1/collections/meta/documents/a?wait=true&timeout=60s",
                        "application/merge-patch+json",
                        "{\"y\":null,\"z\":{\"r\":2}}");
        assertThat(patched.status()).as(patched.body()).isEqualTo(200);

        JsonNode document = wire.get("/v1/collections/meta/documents/a").json();

        assertThat(document.get("text").stringValue()).isEqualTo("t");
        assertThat(document.get("metadata").toString()).isEqualTo("{\"z\":{\"q\":1,\"r\":2}}");
    }

    @Test
    void aDryRunChangesNothing() {
        String event = "{\"event_type\":\"insert\",\"document_id\":\"new\",\"text\":\"x\"}";
        Wire.Answer unknown = wire.post("/v1/collections/dry/events?dry_run=true", event);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(wire.get("/v1/collections/dry").status()).isEqualTo(404);

        Wire.Answer run = wire.post("/v1/collections/knowledge_base/events?dry_run=true", event);

        assertThat(run.status()).isEqualTo(200);
        assertThat(run.json().at("/documents/inserted").intValue()).isEqualTo(1);
        assertThat(run.json().at("/tokens/embedded").intValue()).isPositive();
        assertThat(wire.get("/v1/collections/knowledge_base/documents/new").status())
                .isEqualTo(404);
    }

    @Test
    void anAtomicRequestIsOneVersion() {
        Wire.Answer answer =
                events(
                        "atomic",
                        """
                        {"atomic": true, "events": [
                          {"event_type": "insert", "document_id": "a", "text": "one"},
                          {"event_type": "insert", "document_id": "b", "text": "two"}]}
                        """);
        assertThat(answer.json().get("index_version").intValue()).isEqualTo(1);

        JsonNode versions = wire.get("/v1/collections/atomic/versions").json();

        assertThat(versions.get("versions")).hasSize(1);
        assertThat(versions.at("/versions/0/documents/inserted").intValue()).isEqualTo(2);
        assertThat(versions.get("next").isNull()).isTrue();
    }

    @Test
    void aRefreshIndexesAgain() {
        events(
                "again",
                "{\"events\":[{\"event_type\":\"insert\",\"document_id\":\"a\",\"text\":\"one\"},"
                        + "{\"event_type\":\"insert\",\"document_id\":\"b\",\"text\":\"two\"}]}");

        Wire.Answer all = wire.post("/v1/collections/again/refresh?wait=true&timeout=60s", "{}");

        assertThat(all.status()).as(all.body()).isEqualTo(200);
        assertThat(all.json().get("accepted").intValue()).isEqualTo(2);
        Wire.Answer one = wire.post("/v1/collections/again/refresh", "{\"document_ids\":[\"a\"]}");
        assertThat(one.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"batch_complete\",\"document_id\":\"a\"} | invalid_event_type | /type",
                "{\"event_type\":\"explode\",\"document_id\":\"a\"} | invalid_event_type |"
                        + " /event_type",
                "{\"document_id\":\"a\",\"text\":\"x\"} | invalid_field | /event_type",
                "{\"type\":\"insert\",\"text\":\"x\"} | invalid_field | /document_id",
                "{\"type\":\"insert\",\"document_id\":\"a\"} | invalid_field | /text",
                "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\",\"colour\":1} |"
                        + " unknown_field | /colour",
                "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":1} | invalid_field | /text",
                "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\",\"vector\":[1]} |"
                        + " vectors_refused | /vector",
                "{\"type\":\"insert\",\"document_ids\":[\"a\"],\"text\":\"x\"} | invalid_field |"
                        + " /document_ids",
                "{\"type\":\"delete\",\"document_ids\":[]} | invalid_field | /document_ids",
                "{\"type\":\"delete\",\"document_ids\":[\"a\",\"\"]} | invalid_document_id |"
                        + " /document_ids/1",
                "{\"type\":\"delete\",\"document_id\":\"a\",\"text\":\"x\"} | invalid_field |"
                        + " /text",
                "{\"type\":\"delete\",\"document_id\":\"a\",\"priority\":\"urgent\"} |"
                        + " invalid_field | /priority",
                "{\"type\":\"delete\",\"document_id\":\"a\",\"priority\":3} | invalid_field |"
                        + " /priority",
                "{\"type\":\"delete\",\"document_id\":\"a\",\"timestamp\":\"yesterday\"} |"
                        + " invalid_field | /timestamp",
                "{\"type\":\"delete\",\"document_id\":\"a\",\"source_version\":1.5} |"
                        + " invalid_field | /source_version",
                "{\"type\":\"insert\",\"document_id\":\"a\",\"content_base64\":\"*\"} |"
                        + " invalid_field | /content_base64",
                "{\"type\":\"insert\",\"document_id\":\"a\",\"text\":\"x\",\"metadata\":[]} |"
                        + " invalid_field | /metadata",
                "{\"events\":[]} | invalid_field | /events",
                "{\"events\":[{\"type\":\"delete\",\"document_id\":\"a\"},{}]} | invalid_field |"
                        + " /events/1/event_type",
                "{\"events\":[],\"replace\":{\"prefix\":\"x\"}} | invalid_field | /events",
                "{\"events\":[],\"replace\":{}} | invalid_field | /replace/prefix",
                "{\"events\":[],\"replace\":{\"prefix\":\"\"}} | invalid_field |"
                        + " /replace/expect",
                "{\"events\":[],\"replace\":{\"prefix\":\"x\",\"all\":1}} | unknown_field |"
                        + " /replace/all",
                "{\"events\":[],\"atomic\":false,\"replace\":{\"prefix\":\"x\"}} |"
                        + " invalid_field | /atomic",
                "{\"events\":[{\"type\":\"update\",\"document_id\":\"never\",\"metadata\":{}}]} |"
                        + " no_content | /events/0",
                "[] | invalid_field | ''"
            })
    void aMalformedEventIsPointedAt(String json, String code, String pointer) {
        Wire.Answer answer = wire.post("/v1/collections/knowledge_base/events", json);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.pointer()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "{\"a\":1,\"a\":2}", "\uFEFF{}{}"})
    void whatIsNoJsonIsOurOwn400(String body) {
        Wire.Answer answer = wire.post("/v1/collections/knowledge_base/events", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-ndjson; charset=utf-16",
                "text/plain",
                "application/json; charset=iso-8859-1"
            })
    void anotherMediaTypeIs415WithTheSupportedOnes(String type) {
        Wire.Answer answer = wire.send("POST", "/v1/collections/knowledge_base/events", type, "{}");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.json().get("detail").stringValue()).contains("application/json");
    }
}
