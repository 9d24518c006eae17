package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `limits.backlog`: whatever holds the normal documents up, a critical one becomes searchable.
final class BacklogLimitTest {
    private static final MemoryAdapters ADAPTERS = new MemoryAdapters();

    private static Served served;
    private static Wire wire;

    /// What is refused once waits for an hour.
    @BeforeAll
    static void start() throws InterruptedException {
        String yaml =
                """
                limits: {backlog: {documents_max: 5, size: 1KiB}}
                collection_defaults: {retry: {attempts_max: 100, pause_min: 1h, pause_max: 1h}}
                """;
        served =
                Served.start(
                        HttpSettings.DEFAULT.withPort(0), ADAPTERS, MemorySettings.configs(yaml));
        ADAPTERS.embedder().refuse("poison");
        wire = served.wire;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String path(String collection) {
        return "/v1/collections/" + collection;
    }

    private static Wire.Answer put(String collection, String id, String query) {
        return wire.put(path(collection) + "/documents/" + id + query, "poison " + id);
    }

    private static void fill(String collection) {
        for (int i = 0; i < 5; i++) {
            assertThat(put(collection, "d" + i, "").status()).isEqualTo(202);
        }
    }

    @Test
    void fiveAreTakenAndTheSixthIsToldToComeBack() {
        fill("five");
        Wire.Answer answer = put("five", "d5", "");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("backlog_full");
        assertThat(answer.headers()).containsKey("retry-after");
        assertThat(answer.json().path("detail").asString())
                .contains("only critical events are taken")
                .contains("limits.backlog.documents_max");
        var status = wire.get(path("five")).json();
        assertThat(status.path("backlog_problem").asString()).contains("the backlog is full");
        assertThat(status.path("sequence").asInt()).isEqualTo(5);
        assertThat(wire.get("/metrics").body())
                .containsPattern("freshet_refused_total\\{reason=\"backlog_full\"\\} [1-9]");
        assertThat(put("another", "d0", "").status()).isEqualTo(202);
        assertThat(wire.get(path("another")).json().path("backlog_problem").isNull()).isTrue();
    }

    @Test
    void aRequestIsTakenWholeOrNotAtAll() {
        fill("whole");
        String three =
                """
                {"events": [
                  {"type": "delete", "document_id": "d0"},
                  {"type": "delete", "document_id": "d1"},
                  {"type": "delete", "document_id": "d2", "priority": "critical"}]}
                """;
        assertThat(wire.post(path("whole") + "/events", three).status()).isEqualTo(429);
        assertThat(wire.get(path("whole")).json().path("sequence").asInt()).isEqualTo(5);
    }

    @Test
    void aCriticalEventIsTakenByAFullBacklogAndBecomesSearchable() {
        fill("critical");
        String target =
                path("critical") + "/documents/urgent?priority=critical&wait=visible&timeout=60s";
        Wire.Answer answer = wire.put(target, "osmium");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("visible").asBoolean()).isTrue();
        assertThat(wire.get(path("critical") + "/search?q=osmium").body()).contains("urgent");
        assertThat(put("critical", "d5", "").status()).isEqualTo(429);
    }

    @Test
    void theReserveIsBoundedAndWhatCannotWaitMayBeDeleted() {
        fill("reserve");
        assertThat(wire.delete(path("reserve") + "/documents/x").status()).isEqualTo(429);
        assertThat(put("reserve", "d5", "?priority=critical").status()).isEqualTo(202);

        Wire.Answer beyond = put("reserve", "d6", "?priority=critical");

        assertThat(beyond.status()).isEqualTo(429);
        assertThat(beyond.json().path("detail").asString()).contains("and so is the reserve");
    }

    @Test
    void theTextThatWaitsIsBounded() {
        assertThat(put("bytes", "a", "").status()).isEqualTo(202);
        String kibibyte = "poison " + "x".repeat(1017);
        assertThat(wire.put(path("bytes") + "/documents/b", kibibyte).status()).isEqualTo(202);

        Wire.Answer answer = put("bytes", "c", "");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.json().path("detail").asString()).contains("limits.backlog.size");
    }
}
