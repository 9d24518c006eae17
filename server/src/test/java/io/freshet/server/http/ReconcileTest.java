package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A collection is compared with its stores on demand.
final class ReconcileTest {
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

    @Test
    void itTellsWhatItFound() throws InterruptedException {
        wire.put("/v1/collections/docs/documents/a?wait=visible&timeout=60s", "some text");
        assertThat(wire.get("/v1/collections/docs/reconcile").json().path("state").asString(""))
                .isEqualTo("none");

        var answer = wire.post("/v1/collections/docs/reconcile?timeout=60s", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("state").asString("")).isEqualTo("done");
        assertThat(answer.json().path("drift").asLong()).isZero();
        var found = answer.json().path("stores").path(0).path("found");
        assertThat(found.path("rows").asLong()).isEqualTo(1);
        assertThat(found.path("equal").asBoolean()).isTrue();
        assertThat(found.path("digest").asString(""))
                .isEqualTo(found.path("ledger_digest").asString(""));
        var complete =
                wire.get("/v1/collections/docs").json().path("complete").path("stores").path(0);
        assertThat(complete.path("read_back").path("equal").asBoolean()).isTrue();
        assertThat(complete.path("read_back").path("age_seconds").isNumber()).isTrue();
    }

    @Test
    void anUnknownParameterIsRefused() throws InterruptedException {
        wire.put("/v1/collections/docs/documents/a?wait=visible&timeout=60s", "some text");
        assertThat(wire.post("/v1/collections/docs/reconcile?dryrun=true", "").status())
                .isEqualTo(400);
    }
}
