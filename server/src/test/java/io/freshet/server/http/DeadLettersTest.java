package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Changes whose text is refused for good.
final class DeadLettersTest {
    private static final String IMPATIENT =
            """
            collection_defaults: {retry: {attempts_max: 2, pause_min: 10ms, pause_max: 20ms}}
            """;
    private static final MemoryAdapters ADAPTERS = new MemoryAdapters();

    private static Served served;
    private static Wire wire;

    @BeforeAll
    static void start() throws InterruptedException {
        served =
                Served.start(
                        HttpSettings.DEFAULT.withPort(0),
                        ADAPTERS,
                        MemorySettings.configs(IMPATIENT));
        wire = served.wire;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @BeforeEach
    void refuse() {
        ADAPTERS.embedder().refuse("poison");
    }

    private static String path(String collection) {
        return "/v1/collections/" + collection;
    }

    private static Wire.Answer send(String collection, String... ids) {
        StringBuilder events = new StringBuilder();
        for (String id : ids) {
            String text = id.startsWith("bad") ? "poison " + id : "good " + id;
            events.append(events.isEmpty() ? "" : ",")
                    .append("{\"event_type\":\"update\",\"document_id\":\"")
                    .append(id)
                    .append("\",\"text\":\"")
                    .append(text)
                    .append("\"}");
        }
        return wire.post(
                path(collection) + "/events?wait=visible&timeout=60s",
                "{\"events\":[" + events + "]}");
    }

    @Test
    void whoWaitsIsToldWhatFailedAtOnce() {
        var some = send("waits", "bad", "fine");
        assertThat(some.status()).isEqualTo(200);
        assertThat(some.json().path("visible").booleanValue()).isFalse();
        assertThat(some.json().at("/failed/0/document_id").stringValue()).isEqualTo("bad");
        assertThat(some.json().at("/failed/0/code").stringValue()).isEqualTo("dead_letter");
        assertThat(some.json().at("/failed/0/detail").stringValue()).isEqualTo("a text is refused");

        var all = send("waits", "bad2", "bad3");
        assertThat(all.status()).isEqualTo(422);
        assertThat(all.code()).isEqualTo("dead_letter");
        assertThat(all.json().path("failed").size()).isEqualTo(2);
    }

    @Test
    void theyAreListedWithTheirCauseAndPlaceAndCounted() {
        send("listed", "bad1", "bad2", "bad3");

        var first = wire.get(path("listed") + "/dead-letters?limit=2").json();
        var letter = first.at("/dead_letters/0");
        assertThat(letter.path("document_id").stringValue()).isEqualTo("bad1");
        assertThat(letter.path("attempts").intValue()).isEqualTo(2);
        assertThat(letter.path("detail").stringValue()).isEqualTo("a text is refused");
        assertThat(letter.at("/place/line").intValue()).isEqualTo(1);
        assertThat(letter.at("/place/end").intValue()).isEqualTo("poison bad1".length());
        assertThat(Instant.parse(letter.path("first_failed_at").stringValue()))
                .isBefore(Instant.parse(letter.path("last_failed_at").stringValue()));
        assertThat(first.path("next").stringValue()).isEqualTo("bad2");
        var second = wire.get(path("listed") + "/dead-letters?after=bad2").json();
        assertThat(second.path("dead_letters").size()).isEqualTo(1);
        assertThat(second.path("next").isNull()).isTrue();
        var one = wire.get(path("listed") + "/dead-letters?document_id=bad3").json();
        assertThat(one.at("/dead_letters/0/document_id").stringValue()).isEqualTo("bad3");

        var status = wire.get(path("listed")).json();
        assertThat(status.path("dead_letters").intValue()).isEqualTo(3);
        assertThat(status.at("/complete/dead").intValue()).isEqualTo(3);
        assertThat(status.at("/complete/balanced").booleanValue()).isTrue();
        assertThat(status.path("pending").intValue()).isZero();
        assertThat(wire.get("/metrics").body())
                .contains("freshet_collection_dead_letters{collection=\"listed\"} 3.0");
    }

    @Test
    void aSearchForItsSequenceSaysThatItWillNotCome() {
        long sequence =
                wire.post(
                                path("asked") + "/events",
                                "{\"event_type\":\"update\",\"document_id\":\"bad\",\"text\":\"poison\"}")
                        .json()
                        .path("sequence")
                        .longValue();

        var answer =
                wire.post(
                        path("asked") + "/search",
                        "{\"query\":\"x\",\"timeout\":\"30s\",\"min_sequence\":" + sequence + "}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("dead_letter");
    }

    @Test
    void retriedOnesAreIndexedAndDiscardedOnesAreGone() {
        send("moved", "bad1", "bad2", "bad3", "bad4");
        String letters = path("moved") + "/dead-letters";

        var discarded = wire.post(letters + "/discard", "{\"document_ids\":[\"bad1\",\"z\"]}");
        assertThat(discarded.json().path("discarded").intValue()).isEqualTo(1);
        ADAPTERS.embedder().forgive();
        var retried = wire.post(letters + "/retry", "{\"document_ids\":[\"bad2\"]}");
        assertThat(retried.json().path("retried").intValue()).isEqualTo(1);
        assertThat(
                        wire.post(letters + "/retry", "{\"all\":true}")
                                .json()
                                .path("retried")
                                .intValue())
                .isEqualTo(2);

        await().until(() -> wire.get(path("moved")).json().path("documents").intValue() == 3);
        var status = wire.get(path("moved")).json();
        assertThat(status.at("/complete/discarded").intValue()).isEqualTo(1);
        assertThat(status.at("/complete/dead").intValue()).isZero();
        assertThat(status.at("/complete/balanced").booleanValue()).isTrue();
    }

    @Test
    void aLaterGoodEventClearsOne() {
        send("cleared", "bad");

        wire.put(path("cleared") + "/documents/bad?wait=visible&timeout=60s", "good");

        assertThat(wire.get(path("cleared")).json().path("dead_letters").intValue()).isZero();
    }

    @Test
    void whatNamesNoneOrBothIsRefused() {
        send("refused", "bad");
        String retry = path("refused") + "/dead-letters/retry";
        assertThat(wire.post(retry, "{}").code()).isEqualTo("invalid_field");
        assertThat(wire.post(retry, "{\"all\":false}").code()).isEqualTo("invalid_field");
        assertThat(wire.post(retry, "{\"all\":true,\"document_ids\":[\"a\"]}").code())
                .isEqualTo("invalid_field");
        assertThat(wire.get(retry).status()).isEqualTo(405);
        assertThat(wire.get(path("unheard") + "/dead-letters").status()).isEqualTo(404);
    }
}
