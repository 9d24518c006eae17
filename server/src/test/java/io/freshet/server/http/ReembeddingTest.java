package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Price;
import io.freshet.server.cli.Shell;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What would embed again much of what is there waits until somebody confirms it.
final class ReembeddingTest {
    private static final MemoryAdapters ADAPTERS = new MemoryAdapters();
    private static Served served;
    private static Wire wire;

    @BeforeAll
    static void start() throws InterruptedException {
        String yaml = "collection_defaults: {reembed_guard: {documents: 1, share: 10%}}\n";
        served =
                Served.start(
                        HttpSettings.DEFAULT.withPort(0), ADAPTERS, MemorySettings.configs(yaml));
        ADAPTERS.embedder()
                .price(Optional.of(new Price(new BigDecimal(1_000_000), "2026-11", "test")));
        wire = served.wire;
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    /// Three of four documents are written anew, in words whose vectors no other collection has.
    private static Wire.Answer rewritten(String collection) {
        for (String id : new String[] {"a", "b", "c", "d"}) {
            served.put(collection, id, "stale " + id);
        }
        return wire.post(
                path(collection) + "/events?wait=visible&timeout=60s",
                """
                {"events": [
                  {"type": "update", "document_id": "a", "text": "fresh a of %1$s"},
                  {"type": "update", "document_id": "b", "text": "fresh b of %1$s"},
                  {"type": "update", "document_id": "c", "text": "fresh c of %1$s"}]}
                """
                        .formatted(collection));
    }

    private static String path(String collection) {
        return "/v1/collections/" + collection;
    }

    private static Shell.Done command(String... arguments) {
        String url = "http://127.0.0.1:" + served.port();
        return new Shell(Path.of("."), false, Map.of("FRESHET_SERVER", url)).run(arguments);
    }

    private static String text(String collection, String id) {
        return served.get(path(collection) + "/documents/" + id).get("text").stringValue();
    }

    @Test
    void whatWouldEmbedMuchAgainIsHeldWithItsPriceAndTheOldTextIsStillFound() {
        Wire.Answer answer = rewritten("held");

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("deferred");
        assertThat(answer.json().at("/failed/0/code").stringValue()).isEqualTo("deferred");
        assertThat(answer.json().at("/failed/0/detail").stringValue())
                .contains("reembed_guard.documents=1", "=10% of 4 chunks", "freshet reembedding");
        JsonNode held = served.get(path("held") + "/reembedding").get("held");
        assertThat(held.get("documents").intValue()).isEqualTo(3);
        assertThat(held.get("chunks").intValue()).isEqualTo(3);
        assertThat(held.get("tokens").intValue()).isPositive();
        assertThat(held.get("cost_usd").intValue()).isEqualTo(held.get("tokens").intValue());
        assertThat(held.get("at_least").booleanValue()).isFalse();
        assertThat(served.get(path("held")).get("reembedding")).isEqualTo(held);
        assertThat(served.metrics()).contains("reembedding_held_documents{collection=\"held\"} 3");
        assertThat(command("status", "-c", "held").out())
                .containsPattern("re-embedding +3 documents held, 3 chunks of about");
        assertThat(text("held", "a")).isEqualTo("stale a");
        assertThat(wire.get(path("held") + "/search?q=stale").body()).contains("stale b");
    }

    @Test
    void whatIsConfirmedIsEmbeddedAndNothingIsHeldAnyMore() {
        rewritten("confirmed");
        JsonNode held = served.get(path("confirmed") + "/reembedding").get("held");

        JsonNode answer =
                served.answer("POST", path("confirmed") + "/reembedding/confirm", "", 200);

        assertThat(answer.get("confirmed")).isEqualTo(held);
        served.awaitSettled("confirmed");
        assertThat(text("confirmed", "c")).isEqualTo("fresh c of confirmed");
        assertThat(served.get(path("confirmed") + "/reembedding").get("held").isNull()).isTrue();
        assertThat(
                        wire.post(path("confirmed") + "/reembedding/confirm", "{}")
                                .json()
                                .get("confirmed")
                                .isNull())
                .isTrue();
    }

    @Test
    void theCommandShowsItAndConfirmsIt() {
        assertThat(command("reembedding").out()).isEqualTo("nothing is held\n");
        rewritten("commanded");

        assertThat(command("reembedding", "-c", "commanded").out())
                .matches(
                        "3 documents held, 3 chunks of about \\d+ tokens to embed again for"
                                + " \\d+\\.0000 dollars; freshet reembedding confirm lets it"
                                + " happen\n");
        assertThat(command("reembedding", "-c", "commanded", "--json").out())
                .startsWith("{\"held\":{\"documents\":3,");
        assertThat(command("reembedding", "confirm", "-c", "commanded").out())
                .startsWith("confirmed: 3 documents held");

        served.awaitSettled("commanded");
        assertThat(text("commanded", "b")).isEqualTo("fresh b of commanded");
        assertThat(command("reembedding", "confirm", "-c", "commanded").out())
                .isEqualTo("nothing was held, so nothing is confirmed\n");
    }

    /// Its lines may come in two batches, of which the first may pass.
    @Test
    void aPutDoesNotWaitForWhatIsHeldButSaysIt(@TempDir Path folder) throws IOException {
        assertThat(put(folder, "once").code()).isZero();

        Shell.Done done = put(folder, "anew");

        assertThat(done.code()).as(done.err()).isEqualTo(1);
        assertThat(done.out())
                .containsPattern("0 unchanged, [23] waiting")
                .containsPattern("[23] documents held: see freshet reembedding");
        assertThat(put(folder, "once").out()).doesNotContain("held");
    }

    private static Shell.Done put(Path folder, String word) throws IOException {
        for (String name : new String[] {"a", "b", "c"}) {
            Files.writeString(folder.resolve(name + ".md"), word + " in the file " + name);
        }
        return command("put", folder.toString(), "-c", "put");
    }

    @Test
    void whatWasAMistakeIsDroppedByARollback() {
        rewritten("dropped");
        String body =
                "{'to_version': %d, 'discard_waiting': true}"
                        .formatted(served.get(path("dropped")).get("index_version").intValue());
        JsonNode answer = served.answer("POST", path("dropped") + "/rollback", body, 200);
        assertThat(answer.at("/discarded/documents").intValue()).isEqualTo(3);
        served.awaitSettled("dropped");
        assertThat(text("dropped", "a")).isEqualTo("stale a");
        assertThat(served.get(path("dropped") + "/reembedding").get("held").isNull()).isTrue();
    }

    @Test
    void whatIsNotThereOrNotKnownIsRefused() {
        assertThat(wire.get(path("unheard") + "/reembedding").code())
                .isEqualTo("unknown_collection");
        assertThat(wire.post(path("unheard") + "/reembedding/confirm", "{}").code())
                .isEqualTo("unknown_collection");
        String confirm = path("knowledge_base") + "/reembedding/confirm";
        assertThat(wire.post(confirm, "{\"all\": true}").code()).isEqualTo("unknown_field");
        assertThat(wire.get(confirm).status()).isEqualTo(405);
    }
}
