package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.library.Assembly;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A server on its real files whose embedder is a provider over HTTP, and what happens when it
/// misbehaves.
final class RemoteEmbedderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int IN_FLIGHT = 8;

    @TempDir private Path data;
    private ProviderServer provider;
    private Served served;

    @BeforeEach
    void startProvider() throws Exception {
        provider = new ProviderServer();
    }

    private void serve(String more, ProviderServer... others) throws InterruptedException {
        CollectionConfigs configs =
                MemorySettings.configs(
                        "embedders: {far: "
                                + provider.embedder(more, others)
                                + "}\n"
                                + "collection_defaults: {embedder: far, retry: {pause_min: 100ms,"
                                + " pause_max: 1s, attempts_max: 2}}\n");
        served =
                Served.start(
                        HttpSettings.DEFAULT.withPort(0),
                        new Assembly(configs, new Homes(data)),
                        configs);
    }

    @AfterEach
    void stop() {
        served.close();
        provider.close();
    }

    private List<String> find(String word) {
        Wire.Answer answer =
                served.wire.post(
                        "/v1/collections/docs/search",
                        "{\"query\": \"" + word + "\", \"mode\": \"keyword\", \"k\": 50}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .get("hits")
                .valueStream()
                .map(hit -> hit.get("document_id").stringValue())
                .toList();
    }

    private static String events(int count) {
        StringBuilder events = new StringBuilder("{\"events\": [");
        for (int i = 0; i < count; i++) {
            events.append(i == 0 ? "" : ",")
                    .append("{\"type\": \"update\", \"document_id\": \"d%d\",".formatted(i))
                    .append("\"text\": \"common word%d %s\"}".formatted(i, "x ".repeat(10)));
        }
        return events.append("]}").toString();
    }

    private Wire.Answer putAll(int count) {
        return served.wire.post(
                "/v1/collections/docs/events?wait=visible&timeout=60s", events(count));
    }

    @Test
    void documentsAndQuestionsAreEmbeddedByTheProvider() throws Exception {
        serve("");
        served.put("docs", "d", "refunds are paid in five days");

        Wire.Answer answer =
                served.wire.post(
                        "/v1/collections/docs/search",
                        "{\"query\": \"five days\", \"mode\": \"vector\"}");

        assertThat(answer.json().at("/hits/0/document_id").stringValue()).isEqualTo("d");
        assertThat(provider.asked())
                .extracting(ProviderServer.Asked::texts)
                .containsExactly(List.of("refunds are paid in five days"), List.of("five days"));
    }

    @Test
    @Tag("I7")
    void anotherEndpointIsAskedWhileOneIsDownAndNoneThatServesAnotherModel() throws Exception {
        try (ProviderServer second = new ProviderServer()) {
            AtomicBoolean down = new AtomicBoolean(true);
            provider.misbehave(
                    _ ->
                            down.get()
                                    ? Optional.of(new ProviderServer.Reply(503, Map.of(), "{}"))
                                    : Optional.empty());
            serve("", second);
            served.put("docs", "d", "some text");
            assertThat(find("some")).containsExactly("d");
            assertThat(second.asked()).hasSize(1);
            assertThat(served.wire.get("/v1/collections/docs").body())
                    .contains("\"embedder_problem\":null");

            JsonNode endpoints =
                    served.wire.get("/v1/embedders").json().at("/embedders/0/endpoints");
            assertThat(endpoints.at("/0/state").stringValue()).isEqualTo("down");
            assertThat(endpoints.at("/0/problem").stringValue()).contains("endpoint far answered");
            assertThat(endpoints.at("/1/state").stringValue()).isEqualTo("up");

            provider.becomes("other");
            down.set(false);
            provider.asked().clear();
            Awaitility.await()
                    .until(
                            () ->
                                    endpointsAfterAPut()
                                            .at("/0/state")
                                            .stringValue()
                                            .equals("refused"));

            assertThat(provider.asked()).isEmpty();
            assertThat(served.wire.get("/metrics").body())
                    .containsPattern(
                            "freshet_endpoint_up\\{endpoint=\"far\",model=\"counting\",.*} 0")
                    .containsPattern(
                            "freshet_endpoint_refused\\{endpoint=\"far\",model=\"counting\",.*} 1");
        }
    }

    private JsonNode endpoints() {
        return served.wire.get("/v1/embedders").json().at("/embedders/0/endpoints");
    }

    private JsonNode endpointsAfterAPut() throws InterruptedException {
        served.put("docs", "d", "some text " + System.nanoTime());
        return endpoints();
    }

    @Test
    @Tag("I7")
    void aModelThatChangedBehindItsNameIsNoticedAtTheStartAndNothingIsMixed() throws Exception {
        serve("");
        served.put("docs", "d", "the old text");
        served.close();
        provider.becomes("other");
        provider.asked().clear();

        serve("");
        served.wire.put("/v1/collections/docs/documents/e", "another text");
        Wire.Answer question =
                served.wire.post("/v1/collections/docs/search", "{\"query\": \"anything\"}");

        assertThat(question.status()).isEqualTo(503);
        assertThat(question.body())
                .contains("endpoint far does not serve the model counting that this data")
                .contains("freshet migrate");
        assertThat(provider.asked()).isEmpty();
        assertThat(find("old")).containsExactly("d");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("A11")
    void nobodyAsksUntilRetryAfterHasPassedAndNothingIsLost(boolean asDate) throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        AtomicBoolean heard = new AtomicBoolean();
        AtomicLong refused = new AtomicLong();
        // those that are in flight stay so until the refusal was heard, so no more are on their way
        provider.misbehave(
                asked -> {
                    if (once.getAndSet(true)) {
                        Awaitility.await().until(() -> heard.get() || state().equals("down"));
                        heard.set(true);
                        return Optional.empty();
                    }
                    refused.set(asked.atNanos());
                    return Optional.of(busy(asDate));
                });
        serve(", batch_texts_max: 1, concurrency_max: " + IN_FLIGHT);

        Wire.Answer answer = putAll(20);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(find("common")).hasSize(20);
        assertThat(
                        provider.asked().stream()
                                .map(asked -> asked.atNanos() - refused.get())
                                .sorted()
                                .skip(IN_FLIGHT))
                .isNotEmpty()
                .allSatisfy(after -> assertThat(after).isGreaterThan(SECOND * 9 / 10));
    }

    private String state() {
        return endpoints().at("/0/state").stringValue();
    }

    private static ProviderServer.Reply busy(boolean asDate) {
        ZonedDateTime now = Instant.now().atZone(ZoneOffset.UTC);
        DateTimeFormatter http = DateTimeFormatter.RFC_1123_DATE_TIME;
        Map<String, String> headers =
                asDate
                        ? Map.of(
                                "Date",
                                http.format(now),
                                "Retry-After",
                                http.format(now.plusSeconds(2)))
                        : Map.of("Retry-After", "2");
        return new ProviderServer.Reply(429, headers, "{}");
    }

    @Test
    @Tag("A10")
    void aRequestAboveTheProvidersCapIsSplitUntilItPasses() throws Exception {
        provider.misbehave(
                asked ->
                        asked.words() > 30
                                ? Optional.of(new ProviderServer.Reply(400, Map.of(), "{}"))
                                : Optional.empty());
        serve("");

        Wire.Answer answer = putAll(8);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(find("common")).hasSize(8);
        assertThat(provider.asked()).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "narrow", "few", "nan"})
    @Tag("A07")
    @Tag("A08")
    @Tag("I6")
    void aWrongVectorFailsItsDocumentAndNoOther(String wrong) throws Exception {
        serve("");
        served.put("docs", "d3", "the old text of three");
        provider.misbehave(
                asked ->
                        asked.texts().stream().anyMatch(text -> text.contains("word3"))
                                ? Optional.of(wrong(wrong, asked.texts().size()))
                                : Optional.empty());

        Wire.Answer answer = putAll(6);

        assertThat(answer.json().at("/failed/0/document_id").stringValue()).isEqualTo("d3");
        assertThat(find("common")).containsExactlyInAnyOrder("d0", "d1", "d2", "d4", "d5");
        assertThat(find("three")).containsExactly("d3");
        Wire.Answer dead = served.wire.get("/v1/collections/docs/dead-letters");
        assertThat(dead.body()).contains("the embedder answered");
    }

    private static ProviderServer.Reply wrong(String how, int texts) {
        float[] vector = new float[how.equals("narrow") ? 3 : 64];
        vector[0] = how.equals("zeros") ? 0 : how.equals("nan") ? Float.NaN : 1;
        List<float[]> vectors =
                java.util.Collections.nCopies(how.equals("few") ? texts - 1 : texts, vector);
        String body = ProviderServer.answer(vectors).replace("NaN", "\"NaN\"");
        return new ProviderServer.Reply(200, Map.of(), body);
    }

    @Test
    void aRefusedKeyIsSaidAndCostsNoDocument() throws Exception {
        AtomicBoolean refuses = new AtomicBoolean(true);
        provider.evenToProbes(); // whose key is refused has no answer to anything
        provider.misbehave(
                _ ->
                        refuses.get()
                                ? Optional.of(new ProviderServer.Reply(401, Map.of(), "{}"))
                                : Optional.empty());
        serve("");
        served.wire.put("/v1/collections/docs/documents/d", "some text");
        Wire.Answer question =
                served.wire.post("/v1/collections/docs/search", "{\"query\": \"anything\"}");

        assertThat(question.status()).isEqualTo(503);
        assertThat(question.body()).contains("refuses the key").contains("mode keyword");
        assertThat(served.wire.get("/v1/collections/docs").body()).contains("refuses the key");

        refuses.set(false);
        served.put("docs", "d", "some text");
        assertThat(find("some")).containsExactly("d");
    }
}
