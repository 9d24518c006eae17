package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.library.Assembly;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a server on its real files says that its provider has cost, and what it does about it.
final class CostTest {
    private static final String DEAR =
            "prices: [{model: counting, usd_per_million_tokens: 1000000, date: 2026-11-01}]\n";

    @TempDir private Path data;
    private ProviderServer provider;
    private Optional<Served> running = Optional.empty();

    @BeforeEach
    void startProvider() throws Exception {
        provider = new ProviderServer();
    }

    private Wire serve(String more) throws InterruptedException {
        stop();
        CollectionConfigs configs =
                MemorySettings.configs(
                        "embedders: {far: "
                                + provider.embedder("")
                                + "}\ncollection_defaults: {embedder: far, retry: {pause_min: 100ms}}\n"
                                + more);
        Served served =
                Served.start(
                        HttpSettings.DEFAULT.withPort(0),
                        new Assembly(configs, new Homes(data)),
                        configs);
        running = Optional.of(served);
        return served.wire;
    }

    private void stop() {
        running.ifPresent(Served::close);
        running = Optional.empty();
    }

    @AfterEach
    void close() {
        stop();
        provider.close();
    }

    private static Wire.Answer put(Wire wire, String document, String text, String priority) {
        return wire.post(
                "/v1/collections/docs/events?wait=visible&timeout=60s",
                "{\"type\": \"update\", \"document_id\": \"%s\", \"text\": \"%s\", \"priority\": \"%s\"}"
                        .formatted(document, text, priority));
    }

    /// A probe that is under way counts as it is estimated, which is more than this budget has
    /// left.
    private static void awaitProbed(Wire wire) {
        wire.get("/v1/collections/docs/documents"); // opens it, for which its model is probed
        await().until(
                        () ->
                                wire.get("/v1/embedders")
                                        .json()
                                        .at("/embedders/0/endpoints/0/state")
                                        .asString("")
                                        .equals("up"));
    }

    private static JsonNode cost(Wire wire) {
        Wire.Answer answer = wire.get("/v1/cost");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> names(JsonNode sums, String name) {
        return sums.valueStream().map(sum -> sum.get(name).stringValue()).toList();
    }

    @Test
    void theReportIsToTheTokenWhatTheProviderCountedAlsoOfWrongAnswersAndOverARestart()
            throws Exception {
        Wire wire = serve(DEAR);
        put(wire, "a", "refunds are paid", "normal");
        put(wire, "a", "refunds are paid", "normal");
        wire.post("/v1/collections/docs/search", "{\"query\": \"paid\", \"mode\": \"vector\"}");
        long before = provider.tokens();
        provider.misbehave(
                asked ->
                        provider.asked().size() == 3
                                ? Optional.of(
                                        new ProviderServer.Reply(
                                                200,
                                                Map.of(),
                                                "{\"data\": [], \"usage\": {\"total_tokens\": 77}}"))
                                : Optional.empty());
        put(wire, "b", "another text", "normal");
        JsonNode cost = cost(serve(DEAR));
        assertThat(before).isPositive();
        assertThat(cost.at("/total/tokens").longValue()).isEqualTo(provider.tokens() + 77);
        assertThat(cost.at("/total/cost_usd").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(provider.tokens() + 77));
        long requests = 0;
        for (JsonNode cause : cost.get("causes")) {
            boolean isProbe = cause.get("cause").stringValue().equals("probe");
            requests += isProbe ? 0 : cause.get("requests").longValue();
        }
        assertThat(requests).isEqualTo(provider.asked().size());
        assertThat(names(cost.get("causes"), "cause")).contains("events", "query");
        assertThat(names(cost.get("collections"), "collection")).contains("docs");
        assertThat(cost.at("/spared/0/count").longValue()).isEqualTo(1);
    }

    @Test
    void whatHasNoPriceIsNullEverywhereAndADryRunHasItsPrice() throws Exception {
        String event = "{\"type\": \"update\", \"document_id\": \"a\", \"text\": \"one two\"}";
        Wire wire = serve("");
        put(wire, "a", "one", "normal");
        assertThat(cost(wire).at("/total/cost_usd").isNull()).isTrue();
        assertThat(
                        wire.get("/v1/collections/docs/versions")
                                .json()
                                .at("/versions/0/cost_usd")
                                .isNull())
                .isTrue();
        String dryRun = "/v1/collections/docs/events?dry_run=true";
        assertThat(wire.post(dryRun, event).json().get("cost_usd").isNull()).isTrue();
        Wire priced = serve(DEAR);
        assertThat(priced.post(dryRun, event).json().get("cost_usd").intValue()).isEqualTo(2);
        JsonNode models = priced.post("/v1/cost/estimate", "{\"tokens\": 3}").json().get("models");
        assertThat(models.get(models.size() - 1).get("model").stringValue()).isEqualTo("counting");
        assertThat(models.get(models.size() - 1).get("cost_usd").intValue()).isEqualTo(3);
        assertThat(priced.post("/v1/cost/estimate", "{}").json().get("detail").stringValue())
                .contains("must say how many tokens");
        assertThat(priced.get("/v1/cost?from=today").status()).isEqualTo(400);
    }

    @Test
    void aBudgetDefersAndSaysSoCriticalPassesAndARaisedOneLetsAllGoOn() throws Exception {
        String budget = DEAR + "limits: {budget: {day_usd: %s}}\n";
        put(serve(DEAR), "before", "warm", "normal");
        long tokens = provider.tokens();
        put(serve(DEAR), "before", "warmer", "normal");
        long probes = provider.tokens() - tokens - 3;
        long spent = provider.tokens() + probes;
        String four = budget.formatted(spent + 4);
        Wire wire = serve(four);
        awaitProbed(wire);
        assertThat(put(wire, "a", "one two", "normal").status()).isEqualTo(200);
        Wire.Answer deferred = put(wire, "b", "three", "normal");
        assertThat(deferred.status()).isEqualTo(422);
        assertThat(deferred.json().get("code").stringValue()).isEqualTo("deferred");
        assertThat(deferred.json().at("/failed/0/code").stringValue()).isEqualTo("deferred");
        assertThat(put(wire, "copy", "one two", "normal").status()).isEqualTo(200);
        assertThat(put(wire, "c", "four", "critical").status()).isEqualTo(200);
        JsonNode status = wire.get("/v1/collections/docs").json();
        assertThat(status.get("budget_problem").stringValue())
                .contains("limits.budget.day_usd " + (spent + 4) + ", is used up");
        assertThat(status.at("/cost/today_usd").longValue()).isPositive();
        assertThat(cost(wire).at("/total/cost_usd").longValue()).isEqualTo(spent + 7);
        assertThat(status.at("/failing/0/document_id").stringValue()).isEqualTo("b");
        assertThat(wire.get("/metrics").body())
                .contains("freshet_collection_budget_used_up{collection=\"docs\"} 1.0");
        Wire again = serve(four);
        assertThat(put(again, "d", "five", "normal").status()).isEqualTo(422);
        Wire raised = serve(budget.formatted(100_000));
        assertThat(put(raised, "d", "six", "normal").status()).isEqualTo(200);
        assertThat(raised.get("/v1/collections/docs/documents/b").status()).isEqualTo(200);
    }
}
