package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.FreshetException.Unavailable;
import io.freshet.server.json.Json;
import io.freshet.sim.ScriptedReranker;
import io.freshet.spi.Reranker.Limits;
import io.freshet.spi.Reranker.Score;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Searches whose best candidates a reranker orders, as clients see them.
final class RerankTest {
    private static final String SEARCH = "/v1/collections/docs/search";
    private static final int DOCUMENTS = 6;

    private final ScriptedReranker words =
            new ScriptedReranker(new Limits(20, Duration.ofSeconds(60)));
    private final MemoryAdapters adapters = new MemoryAdapters();
    private Served served;
    private Wire wire;

    @BeforeEach
    void start() throws InterruptedException {
        adapters.reranker("words", words);
        open();
        for (int i = 0; i < DOCUMENTS; i++) {
            served.put("docs", "d" + i, "# Manual\n\nrefund " + "and so on ".repeat(i));
        }
    }

    private void open() throws InterruptedException {
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters);
        wire = served.wire;
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private Wire.Answer search(String more) {
        return wire.post(SEARCH, "{\"query\": \"refund\", \"k\": 3, " + more + "}");
    }

    private static List<String> ids(Wire.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .get("hits")
                .valueStream()
                .map(hit -> hit.get("document_id").stringValue())
                .toList();
    }

    /// The last candidate is the best.
    private static List<Score> reversed(ScriptedReranker.Asked asked) {
        return IntStream.range(0, asked.documents().size()).mapToObj(i -> new Score(i, i)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hybrid", "vector", "keyword"})
    void theHitsComeInItsOrderAndSayWhy(String mode) {
        words.script(RerankTest::reversed);
        String how = "\"mode\": \"" + mode + "\"";
        List<String> found =
                ids(wire.post(SEARCH, "{\"query\": \"refund\", \"k\": 6, " + how + "}"));

        Wire.Answer answer =
                search(how + ", \"rerank\": {\"reranker\": \"words\", \"candidates\": 4}");

        assertThat(ids(answer)).isEqualTo(found.subList(1, 4).reversed());
        JsonNode rerank = answer.json().get("rerank");
        assertThat(rerank.get("applied").booleanValue()).isTrue();
        assertThat(rerank.get("reranker").stringValue()).isEqualTo("words");
        assertThat(rerank.get("took_ms").doubleValue()).isNotNegative();
        assertThat(answer.json().get("hits").get(0).at("/scores/rerank").doubleValue())
                .isEqualTo(3.0);
    }

    @Test
    void itIsGivenTheQueryAndPassagesUnderTheirHeadings() {
        served.put("docs", "long", "# Manual\n\n## Payback\n\n" + "unheard word ".repeat(600));

        search("\"prefix\": \"long\", \"rerank\": {}");

        ScriptedReranker.Asked asked = words.asked().getFirst();
        assertThat(asked.query()).isEqualTo("refund");
        assertThat(asked.documents())
                .hasSizeGreaterThan(1)
                .allSatisfy(text -> assertThat(text).contains("Manual", "Payback"))
                .anySatisfy(text -> assertThat(text).startsWith("Manual > Payback\n\nunheard"));
    }

    @Test
    void whoDoesNotAskForItSeesNothingOfIt() {
        Wire.Answer answer = search("\"rerank\": null");

        assertThat(ids(answer)).hasSize(3);
        assertThat(answer.json().has("rerank")).isFalse();
        assertThat(answer.json().get("hits").get(0).get("scores").has("rerank")).isFalse();
        assertThat(words.asked()).isEmpty();
    }

    @Test
    void fiftyCandidatesOrWhatItTakes() {
        search("\"rerank\": {}");

        assertThat(words.asked().getFirst().documents()).hasSize(DOCUMENTS);
    }

    @Test
    void filtersAndLimitsHold() {
        words.script(RerankTest::reversed);

        Wire.Answer answer =
                search(
                        "\"document_ids\": [\"d1\", \"d4\"], \"per_document\": 1, \"context\": 1,"
                                + " \"rerank\": {}");

        assertThat(ids(answer)).containsExactlyInAnyOrder("d1", "d4");
        assertThat(words.asked().getFirst().documents()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rerank\": {\"reranker\": \"wrods\"} | /rerank/reranker | words",
                "\"rerank\": {\"candidates\": 2} | /rerank/candidates | 3 to 20",
                "\"rerank\": {\"candidates\": 21} | /rerank/candidates | 3 to 20",
                "\"rerank\": {\"candidates\": \"9\"} | /rerank/candidates | whole number",
                "\"rerank\": {\"model\": \"x\"} | /rerank/model | not known",
                "\"rerank\": true | /rerank | object",
                "\"rerank\": \"words\" | /rerank | object"
            })
    void aWrongWishIsRefused(String wish, String pointer, String detail) {
        Wire.Answer answer = search(wish);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointer()).isEqualTo(pointer);
        assertThat(answer.body()).contains(detail);
    }

    @Test
    void moreHitsThanItTakesAreRefused() {
        Wire.Answer answer =
                wire.post(SEARCH, "{\"query\": \"refund\", \"k\": 21, \"rerank\": {}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointer()).isEqualTo("/rerank/candidates");
    }

    @Test
    void aVectorAloneCannotBeReranked() {
        Wire.Answer answer =
                wire.post(SEARCH, "{\"vector\": [1, 2, 3], \"rerank\": {\"reranker\": \"words\"}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointer()).isEqualTo("/rerank");
        assertThat(answer.body()).contains("query");
    }

    @Test
    void ofSeveralOneMustBeNamed() throws InterruptedException {
        served.close();
        adapters.reranker("other", new ScriptedReranker());
        open();

        Wire.Answer answer = search("\"rerank\": {}");

        assertThat(answer.pointer()).isEqualTo("/rerank/reranker");
        assertThat(answer.body()).contains("other, words");
        assertThat(ids(search("\"rerank\": {\"reranker\": \"other\"}"))).hasSize(3);
    }

    @Test
    void whereThereIsNoneNobodyCanAskForIt() throws InterruptedException {
        try (Served without = Served.start()) {
            without.put("docs", "d", "refund");
            Wire.Answer answer =
                    without.wire.post(SEARCH, "{\"query\": \"refund\", \"rerank\": {}}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointer()).isEqualTo("/rerank");
            assertThat(without.wire.get("/metrics").body()).doesNotContain("freshet_rerank_calls");
        }
    }

    @Test
    void itsFailureIsToldAndCountedAndCostsTheOrderAlone() {
        List<String> found = ids(search("\"context\": 0"));
        words.script(
                _ -> {
                    throw new Unavailable("the reranker answered 500", Duration.ZERO);
                });

        Wire.Answer answer = search("\"rerank\": {}");

        assertThat(ids(answer)).isEqualTo(found);
        assertThat(answer.json().get("rerank"))
                .isEqualTo(
                        Json.read(
                                "{\"applied\": false, \"reranker\": \"words\", \"detail\": \"the"
                                        + " reranker answered 500\"}"));
        words.mend();
        assertThat(search("\"rerank\": {}").json().at("/rerank/applied").booleanValue()).isTrue();
        assertThat(wire.get("/metrics").body())
                .contains("freshet_rerank_calls_total{reranker=\"words\"} 2.0")
                .contains("freshet_rerank_failures_total{reranker=\"words\"} 1.0")
                .contains("freshet_rerank_seconds_total{reranker=\"words\"}");
    }

    @Test
    void aSlowOneIsWaitedForAsLongAsTheRequestSays() {
        words.script(
                _ -> {
                    throw new Unavailable("no answer in time", Duration.ZERO);
                });

        Wire.Answer answer = search("\"timeout\": \"30s\", \"rerank\": {}");

        assertThat(ids(answer)).hasSize(3);
        assertThat(answer.json().at("/rerank/applied").booleanValue()).isFalse();
        assertThat(words.asked().getFirst().deadline()).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void withoutATimeoutItsOwnDeadlineHolds() {
        search("\"rerank\": {}");

        assertThat(words.asked().getFirst().deadline()).isEqualTo(Duration.ofSeconds(60));
    }
}
