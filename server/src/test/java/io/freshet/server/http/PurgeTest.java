package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.CollectionName;
import io.freshet.Purge;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.Gate;
import io.freshet.spi.Adapters;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a purge leaves of documents: nothing, in any file.
final class PurgeTest {
    private static final String BOOK = "/v1/collections/book";
    private static final String OTHER = "/v1/collections/other";
    private static final String SHARED = "a paragraph that several documents share";

    @TempDir Path data;
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final CollectionConfigs configs =
            MemorySettings.configs("collection_defaults: {retry: {attempts_max: 1}}\n");
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
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private void restart() throws InterruptedException {
        stop();
        start();
    }

    private void put(String collection, String id, String text, String name) {
        var answer =
                wire.post(
                        collection + "/events?wait=visible&timeout=60s",
                        """
                        {"event_type": "update", "document_id": "%s", "text": "%s",
                         "metadata": {"customer": "%s"}}
                        """
                                .formatted(id, text.replace("\n", "\\n"), name));
        assertThat(answer.status()).as(answer.body()).isIn(200, 422);
    }

    private JsonNode purge(String json) {
        var answer = wire.post(BOOK + "/purge", json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private String found(String question) {
        return wire.get(BOOK + "/search?q=" + Wire.encoded(question)).body();
    }

    /// Everything that is stored of the documents under `people/`.
    private StoredBytes stored() {
        Path ledger = data.resolve("collections/book/ledger.db");
        StoredBytes bytes = new StoredBytes();
        bytes.found(
                ledger,
                """
                SELECT DISTINCT deflated FROM contents c JOIN documents d ON d.content = c.hash
                WHERE d.document LIKE 'people/%' AND d.document <> 'people/twin'
                """);
        bytes.found(
                data.resolve("collections/book/journal.db"),
                "SELECT deflated FROM payloads WHERE deflated IS NOT NULL");
        return bytes.vectors(
                ledger,
                """
                SELECT DISTINCT hash FROM chunks
                WHERE document LIKE 'people/%' AND document <> 'people/twin'
                """,
                data.resolve("vectors.db"));
    }

    @Test
    @Tag("I5")
    void noByteOfThemIsLeftInAnyFileAndOthersKeepTheirVectors() throws InterruptedException {
        put(BOOK, "people/ada", "Ada Lovelacewort wrote the first programme", "metadatawort-one");
        put(BOOK, "people/ada", "Ada Lovelacewort wrote another programme", "metadatawort-two");
        put(BOOK, "people/gone", "Grace Hopperwort found the moth in the relay", "metadatawort-3");
        wire.delete(BOOK + "/documents/people%2Fgone?wait=true&timeout=60s");
        put(BOOK, "people/twin", SHARED, "metadatawort-four");
        put(BOOK, "stays", "what stays, whoever goes", "kept-customer");
        put(OTHER, "stays", SHARED, "kept-customer");
        embedder.refuse("wort nobody");
        put(BOOK, "people/dead", "a Turingwort nobody could embed", "metadatawort-five");
        put(BOOK, "people/ada", "Ada Lovelacewort nobody could embed", "metadatawort-six");
        restart();
        StoredBytes bytes = stored();
        for (String number : List.of("one", "two", "3", "four", "five", "six")) {
            bytes.text("metadatawort-" + number);
        }
        assertThat(bytes.missing(data)).isEmpty();

        JsonNode done = purge("{\"prefix\": \"people/\", \"reason\": \"a test\"}");

        assertThat(done.path("documents").intValue()).isEqualTo(4);
        assertThat(bytes.places(data)).isEmpty();
        assertThat(found("programme")).contains("what stays").doesNotContain("people/");
        restart();
        assertThat(bytes.places(data)).isEmpty();
        embedder.reset();
        put(OTHER, "third", SHARED, "kept-customer");
        assertThat(embedder.texts()).isEmpty();
        put(BOOK, "people/ada", "Ada Lovelacewort wrote the first programme", "anew");
        assertThat(embedder.texts()).hasSize(1);
        assertThat(found("programme")).contains("people/ada");
    }

    @Test
    void noVersionShowsThemAndNoRollbackBringsThemBack() {
        put(BOOK, "secret", "a word that is to be forgotten", "customer");
        put(BOOK, "open", "a word that may be known", "customer");
        long before = wire.get(BOOK).json().path("index_version").longValue();
        JsonNode done = purge("{\"document_ids\": [\"secret\", \"nobody\"]}");
        assertThat(done.path("documents").intValue()).isEqualTo(1);
        assertThat(done.path("unchanged").booleanValue()).isFalse();
        long after = done.path("index_version").longValue();

        assertThat(wire.get(BOOK + "/documents/secret").status()).isEqualTo(404);
        assertThat(wire.get(BOOK + "/documents/secret?at_version=" + before).status())
                .isEqualTo(404);
        String diff = wire.get(BOOK + "/diff?from=" + (before - 1) + "&to=" + before).body();
        assertThat(diff).contains("open").doesNotContain("secret");
        JsonNode history = wire.get(BOOK + "/history?document_id=secret").json().path("history");
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.get(0).path("event_type").stringValue()).isEqualTo("delete");
        assertThat(history.get(0).path("metadata").isEmpty()).isTrue();
        JsonNode newest = wire.get(BOOK + "/versions?limit=1").json().path("versions").get(0);
        assertThat(newest.path("index_version").longValue()).isEqualTo(after);
        assertThat(newest.path("cause").stringValue()).isEqualTo("purge");
        assertThat(wire.post(BOOK + "/rollback", "{\"to_version\": " + before + "}").status())
                .isEqualTo(200);
        assertThat(wire.get(BOOK + "/documents/secret").status()).isEqualTo(404);
        JsonNode changes = wire.get(BOOK + "/changes?since_version=1").json().path("changes");
        assertThat(changes.valueStream().map(change -> change.at("/event/document_id")))
                .filteredOn(id -> id.asString("").equals("secret"))
                .hasSize(1);
    }

    @Test
    void moreThanIsExpectedIsNotForgotten() {
        put(BOOK, "people/a", "one", "customer");
        put(BOOK, "people/b", "two", "customer");
        var answer = wire.post(BOOK + "/purge", "{\"prefix\": \"people/\", \"expect\": 1}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("expect_exceeded");
        assertThat(answer.json().path("matched").intValue()).isEqualTo(2);
        assertThat(wire.get(BOOK + "/documents/people%2Fa").status()).isEqualTo(200);
        assertThat(wire.post(BOOK + "/purge", "{\"prefix\": \"\"}").pointer()).isEqualTo("/expect");
        assertThat(wire.post(BOOK + "/purge", "{}").pointer()).isEqualTo("/prefix");
        assertThat(wire.post("/v1/collections/none/purge", "{\"prefix\": \"a\"}").code())
                .isEqualTo("unknown_collection");
        assertThat(purge("{\"document_ids\": [\"nobody\"]}").path("unchanged").booleanValue())
                .isTrue();
    }

    @Test
    @Tag("I1")
    void whatIsInWorkIsForgottenAndWhatIsAcceptedLaterApplies() throws Exception {
        put(BOOK, "stays", "what stays", "customer");
        Gate gate = embedder.hold();
        wire.post(
                BOOK + "/events",
                """
                {"events": [
                   {"event_type": "update", "document_id": "people/a", "text": "in work"},
                   {"event_type": "update", "document_id": "waits", "text": "in work, too"}]}
                """);
        await().until(() -> embedder.texts().contains("in work"));
        var purged =
                CompletableFuture.supplyAsync(() -> purge("{\"document_ids\": [\"people/a\"]}"));
        await().until(
                        () ->
                                purged.isDone() // who is slow to look may miss that it stops
                                        || served.engine()
                                                .opened(new CollectionName("book"))
                                                .isEmpty());
        gate.open();
        assertThat(purged.get(60, TimeUnit.SECONDS).path("documents").intValue()).isEqualTo(1);
        await().until(() -> wire.get(BOOK + "/documents/waits").status() == 200);
        assertThat(wire.get(BOOK + "/documents/people%2Fa").status()).isEqualTo(404);
        put(BOOK, "people/a", "later", "customer");
        assertThat(wire.get(BOOK + "/documents/people%2Fa").status()).isEqualTo(200);
        assertThat(wire.get(BOOK).json().at("/complete/balanced").booleanValue()).isTrue();
    }

    @Test
    @Tag("I5")
    void whatAnotherCollectionHasInWorkIsNotEmbeddedTwice() {
        String temporary = "/v1/collections/temporary";
        put(temporary, "a", SHARED, "customer");
        wire.delete(temporary);
        put(BOOK, "people/a", "forgotten", "customer");
        put(OTHER, "first", "makes the collection", "customer");
        embedder.reset();
        Gate gate = embedder.hold();
        wire.post(
                OTHER + "/events",
                """
                {"events": [
                   {"event_type": "update", "document_id": "known", "text": "%s"},
                   {"event_type": "update", "document_id": "new", "text": "is being embedded"}]}
                """
                        .formatted(SHARED));
        await().until(() -> embedder.texts().contains("is being embedded"));
        purge("{\"document_ids\": [\"people/a\"]}");
        gate.open();
        await().until(() -> wire.get(OTHER + "/documents/known").status() == 200);
        assertThat(embedder.texts()).containsExactly("is being embedded");
        assertThat(wire.get(OTHER).json().at("/complete/mended_vectors").intValue()).isZero();
    }

    /// Where a crash breaks a purge off: after so many of its steps.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    @Tag("I1")
    void aPurgeThatACrashBreaksOffIsEndedAtTheNextStart(int steps) throws InterruptedException {
        put(BOOK, "people/ada", "Ada Lovelacewort wrote the first programme", "metadatawort-one");
        put(BOOK, "people/ada", "Ada Lovelacewort wrote another programme", "metadatawort-two");
        put(BOOK, "stays", "what stays, whoever goes", "kept-customer");
        embedder.refuse("wort nobody");
        put(BOOK, "people/dead", "a Turingwort nobody could embed", "metadatawort-five");
        stop();
        StoredBytes bytes = stored().text("metadatawort-one").text("metadatawort-five");
        assertThat(bytes.missing(data)).isEmpty();
        breakOff(new Purge("people/", List.of(), Instant.now()), steps);

        start();

        assertThat(bytes.places(data)).isEmpty();
        assertThat(found("programme")).contains("what stays").doesNotContain("people/");
        var versions = wire.get(BOOK + "/versions").json().path("versions");
        assertThat(versions.valueStream().map(v -> v.path("cause").stringValue()))
                .filteredOn("purge"::equals)
                .hasSize(1);
        put(BOOK, "people/ada", "Ada Lovelacewort wrote the first programme", "anew");
        restart();
        assertThat(found("programme")).contains("people/ada");
    }

    private void breakOff(Purge purge, int steps) {
        CollectionName book = new CollectionName("book");
        Adapters adapters = new CountedAssembly(configs, data, embedder);
        try (Journal journal = adapters.journal(book);
                Ledger ledger = adapters.ledger(book, "unused");
                Store store = adapters.stores(book, embedder.space().dimensions()).getFirst();
                Vectors vectors = adapters.vectors()) {
            List<Runnable> all =
                    List.of(
                            () -> journal.purge(purge),
                            () -> ledger.purge(purge),
                            () -> store.forget(purge),
                            () -> {
                                vectors.sweepLater();
                                journal.purged();
                            });
            all.subList(0, steps).forEach(Runnable::run);
        }
    }
}
