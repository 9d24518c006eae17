package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.library.config.CollectionConfigs;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A rollback that drops what waits, while it is being embedded.
final class DiscardWaitingTest {
    private static final String DOCS = "/v1/collections/docs";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path data;
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final CollectionConfigs configs = MemorySettings.configs("");
    private Served served;
    private Wire wire;

    @BeforeEach
    void start() throws InterruptedException {
        served =
                Served.start(
                        HttpSettings.DEFAULT.withPort(0),
                        new CountedAssembly(configs, data, embedder),
                        configs);
        wire = served.wire;
        served.put("docs", "a", "the first wording");
        served.put("docs", "a", "a bad import");
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private CompletableFuture<Wire.Answer> waiting(String json) {
        return CompletableFuture.supplyAsync(
                () -> wire.post(DOCS + "/events?wait=visible&timeout=60s", json));
    }

    private String text(String id) {
        return wire.get(DOCS + "/documents/" + id).json().path("text").asString("");
    }

    /// Where the rollback changes nothing, no base moves under what is in work.
    @ParameterizedTest
    @CsvSource({"1, 3, the first wording", "2, 2, a bad import"})
    @Tag("I1")
    void whatIsInWorkAndWhatWaitsIsDroppedAndNothingOfItComesLater(
            long to, int version, String then) throws Exception {
        Gate gate = embedder.hold();
        var inWork =
                waiting(
                        "{\"event_type\": \"update\", \"document_id\": \"a\", \"text\": \"worse\"}");
        gate.awaitArrivals(1, LONG);
        var group =
                waiting(
                        """
                        {"atomic": true, "events": [
                          {"event_type": "update", "document_id": "a", "text": "worst"},
                          {"event_type": "update", "document_id": "b", "text": "with it"}]}
                        """);
        wire.post(
                DOCS + "/events",
                "{\"event_type\": \"update\", \"document_id\": \"c\", \"text\": \"kept\"}");
        await().until(() -> wire.get(DOCS).json().at("/complete/waiting").intValue() == 4);

        JsonNode back =
                wire.post(
                                DOCS + "/rollback",
                                """
                                {"to_version": %d, "document_ids": ["a"], "discard_waiting": true}
                                """
                                        .formatted(to))
                        .json();

        assertThat(back.at("/discarded/events").intValue()).as("%s", back).isEqualTo(3);
        assertThat(back.at("/discarded/document_ids").valueStream().map(JsonNode::stringValue))
                .isEqualTo(List.of("a", "b"));
        assertThat(back.path("index_version").intValue()).isEqualTo(version);
        for (var told : List.of(inWork, group)) {
            Wire.Answer answer = told.get(60, TimeUnit.SECONDS);
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("discarded");
            assertThat(answer.json().at("/failed/0/code").stringValue()).isEqualTo("discarded");
        }
        gate.open();
        served.put("docs", "d", "later");
        await().until(() -> text("c").equals("kept"));
        assertThat(text("a")).isEqualTo(then);
        assertThat(wire.get(DOCS + "/documents/b").status()).isEqualTo(404);
        JsonNode complete = wire.get(DOCS).json().path("complete");
        assertThat(complete.path("discarded").intValue()).isEqualTo(3);
        assertThat(complete.path("balanced").booleanValue()).isTrue();
        served.put("docs", "a", "sent anew");
        assertThat(text("a")).isEqualTo("sent anew");
    }

    @Test
    void withoutDroppingWhatWaitsIsCountedAndAppliesAfterIt() throws Exception {
        Gate gate = embedder.hold();
        var inWork =
                waiting(
                        """
                        {"events": [
                          {"event_type": "update", "document_id": "a", "text": "next"},
                          {"event_type": "update", "document_id": "far", "text": "away"}]}
                        """);
        gate.awaitArrivals(1, LONG);

        JsonNode back =
                wire.post(DOCS + "/rollback", "{\"to_version\": 1, \"document_ids\": [\"a\"]}")
                        .json();

        assertThat(back.path("waiting").intValue()).as("%s", back).isEqualTo(1);
        assertThat(back.has("discarded")).isFalse();
        assertThat(text("a")).isEqualTo("the first wording");
        gate.open();
        assertThat(inWork.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(text("a")).isEqualTo("next");
    }

    @Test
    void nothingIsDroppedForAVersionThatIsNotThere() throws Exception {
        Gate gate = embedder.hold();
        var inWork =
                waiting("{\"event_type\": \"update\", \"document_id\": \"a\", \"text\": \"next\"}");
        gate.awaitArrivals(1, LONG);

        assertThat(
                        wire.post(
                                        DOCS + "/rollback",
                                        "{\"to_version\": 99, \"discard_waiting\": true}")
                                .code())
                .isEqualTo("version_not_retained");

        gate.open();
        assertThat(inWork.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(text("a")).isEqualTo("next");
    }
}
