package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.sim.Gate;
import io.freshet.sim.MemorySource;
import io.freshet.spi.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sources over the wire, and a stop that no source can hold up.
final class SourcesTest {
    private static final String KB = "/v1/collections/knowledge_base";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final MemorySource.Place place = new MemorySource.Place(() -> Instant.EPOCH);

    private Served serve() throws InterruptedException {
        Source.Pace pace =
                new Source.Pace(
                        Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofMinutes(5));
        Source source = new MemorySource("docs", place, pace);
        return Served.start(
                HttpSettings.DEFAULT.withPort(0),
                new MemoryAdapters(List.of(source)),
                MemorySettings.configs());
    }

    @Test
    void theStatusShowsEachSourceAndWhatItSkipped() throws InterruptedException {
        place.write("a", "some text");
        place.writeUnsuitable("p1");
        place.writeUnsuitable("p2");
        place.writeUnsuitable("p3");
        try (Served served = serve()) {
            await().atMost(LONG).until(() -> source(served).path("skipped").asInt() == 3);
            await().atMost(LONG)
                    .until(() -> source(served).path("state").asString().equals("live"));
            JsonNode source = source(served);
            assertThat(source.path("name").asString()).isEqualTo("docs");
            assertThat(source.path("type").asString()).isEqualTo("memory");
            assertThat(source.path("path").asString()).isEqualTo("memory");
            assertThat(source.path("files").asInt()).isEqualTo(1);
            assertThat(source.path("to_read").asInt()).isZero();
            assertThat(source.path("withheld").asInt()).isZero();
            assertThat(source.path("problem").isNull()).isTrue();
            assertThat(Instant.parse(source.path("last_scan").asString())).isNotNull();
            JsonNode first = served.wire.get(KB + "/skipped?limit=2").json();
            assertThat(first.path("skipped")).hasSize(2);
            assertThat(first.path("skipped").path(0).path("path").asString()).isEqualTo("p1");
            assertThat(first.path("skipped").path(0).path("reason").asString())
                    .isEqualTo("a binary file");
            String next = first.path("next").asString().replace("\n", "%0A");
            JsonNode second = served.wire.get(KB + "/skipped?after=" + next).json();
            assertThat(second.path("skipped")).hasSize(1);
            assertThat(second.path("next").isNull()).isTrue();
            assertThat(served.wire.get(KB + "/skipped?after=x").status()).isEqualTo(400);
            assertThat(served.wire.get("/metrics").body())
                    .contains(
                            "freshet_source_files{collection=\"knowledge_base\",source=\"docs\"}"
                                    + " 1.0")
                    .contains("freshet_source_failing{collection=\"knowledge_base\"");
        }
    }

    @Test
    void whatARollbackHoldsIsListedShownAndReleased() throws InterruptedException {
        place.write("a", "some text");
        place.write("b", "another text");
        try (Served served = serve()) {
            await().atMost(LONG).until(() -> text(served, "b").equals("another text"));
            long good = served.wire.get(KB).json().path("index_version").asLong();
            place.write("b", "a bad edit");
            place.hint("");
            await().atMost(LONG).until(() -> text(served, "b").equals("a bad edit"));

            served.post("knowledge_base", "/rollback", "{\"to_version\": " + good + "}");

            await().atMost(LONG).until(() -> source(served).path("held").asInt() == 1);
            JsonNode held = served.wire.get(KB + "/held").json();
            assertThat(held.path("held").path(0).path("document_id").asString()).isEqualTo("b");
            assertThat(held.path("next").isNull()).isTrue();
            JsonNode report = served.wire.post(KB + "/reconcile?timeout=60s", "").json();
            assertThat(report.path("sources").path(0).path("held").asInt()).isEqualTo(1);
            assertThat(report.path("drift").asInt()).isZero();
            JsonNode none =
                    served.wire.post(KB + "/held/release", "{\"document_ids\": [\"a\"]}").json();
            assertThat(none.path("released").asInt()).isZero();
            assertThat(text(served, "b")).isEqualTo("another text");

            JsonNode released = served.wire.post(KB + "/held/release", "{}").json();

            assertThat(released.path("released").asInt()).isEqualTo(1);
            await().atMost(LONG).until(() -> text(served, "b").equals("a bad edit"));
            assertThat(served.wire.get(KB + "/held").json().path("held")).isEmpty();
        }
    }

    /// Of the first chunk.
    private static String text(Served served, String document) {
        return served.wire
                .get(KB + "/documents/" + document)
                .json()
                .path("chunks")
                .path(0)
                .path("text")
                .asString("");
    }

    private static JsonNode source(Served served) {
        return served.wire.get(KB).json().path("sources").path(0);
    }

    @Test
    void aSourceThatHangsHoldsUpNoStop() throws InterruptedException {
        Gate gate = new Gate();
        place.write("a", "some text");
        place.beforeFetch(_ -> gate.pass());
        Served served = serve();
        gate.awaitArrivals(1, LONG);
        var stopped = CompletableFuture.runAsync(served::close);
        await().atMost(LONG).until(stopped::isDone);
        gate.open();
        stopped.join();
    }
}
