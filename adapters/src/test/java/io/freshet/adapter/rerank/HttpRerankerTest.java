package io.freshet.adapter.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.adapter.http.ScriptedServer;
import io.freshet.adapter.http.ScriptedServer.Reply;
import io.freshet.contract.RerankerContract;
import io.freshet.sim.ScriptedReranker;
import io.freshet.spi.Reranker;
import io.freshet.spi.Reranker.Limits;
import io.freshet.spi.Reranker.Score;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Against a real server on this machine.
final class HttpRerankerTest extends RerankerContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Limits LIMITS = new Limits(100, PATIENCE);

    /// Nobody listens there.
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

    private static final String GOOD =
            "{\"id\": \"r\", \"results\": [{\"index\": 1, \"relevance_score\": 0.9, \"document\":"
                    + " {\"text\": \"b\"}}, {\"index\": 0, \"relevance_score\": -3.25e-3}],"
                    + " \"usage\": {\"total_tokens\": 9}}";

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : opened.reversed()) {
            part.close();
        }
    }

    private ScriptedServer server(Function<JsonNode, Reply> script) {
        ScriptedServer server = new ScriptedServer(script);
        opened.add(server);
        return server;
    }

    private HttpReranker at(URI url, Shape shape, String key) {
        HttpReranker reranker =
                new HttpReranker(
                        new RerankSettings(shape, url, "a-model", key, LIMITS),
                        InstantSource.system());
        opened.add(reranker);
        return reranker;
    }

    private HttpReranker answeringWith(Function<JsonNode, Reply> script) {
        return at(server(script).url("rerank"), Shape.HTTP, "");
    }

    @Override
    protected Reranker reranker() {
        return answeringWith(body -> Reply.ok(results(byWords(body))));
    }

    @Override
    protected Reranker answering(List<Score> answer) {
        return answeringWith(_ -> Reply.ok(results(answer)));
    }

    @Override
    protected Reranker hanging() {
        return answeringWith(_ -> new Reply(200, Map.of(), "{\"results\": [", true));
    }

    private static List<Score> byWords(JsonNode body) {
        List<Score> scores = new ArrayList<>();
        for (JsonNode document : body.get("documents")) {
            String query = body.get("query").stringValue();
            double score = ScriptedReranker.inCommon(query, document.stringValue());
            scores.add(new Score(scores.size(), score));
        }
        return scores.reversed();
    }

    private static String results(List<Score> scores) {
        return scores.stream()
                .map(s -> "{\"index\":" + s.index() + ",\"relevance_score\":" + s.value() + "}")
                .collect(Collectors.joining(",", "{\"results\":[", "]}"));
    }

    private static List<Double> scores(Reranker reranker) {
        return Reranker.scores(reranker.rerank("q", List.of("a", "b"), PATIENCE), 2);
    }

    @Test
    void aRequestHasTheCommonShape() {
        ScriptedServer server = server(_ -> Reply.ok(GOOD));

        scores(at(server.url("rerank"), Shape.HTTP, "s3cret"));

        ScriptedServer.Asked asked = server.asked().getFirst();
        assertThat(asked.headers())
                .containsEntry("Authorization", "Bearer s3cret")
                .containsEntry("Content-Type", "application/json");
        assertThat(asked.body())
                .isEqualTo(
                        Answer.JSON.readTree(
                                "{\"query\": \"q\", \"documents\": [\"a\", \"b\"], \"top_n\": 2,"
                                        + " \"model\": \"a-model\"}"));
    }

    @Test
    void aRequestToVoyageOrTextEmbeddingsInferenceHasItsOwn() {
        ScriptedServer server =
                server(
                        body ->
                                Reply.ok(
                                        body.has("texts")
                                                ? "[{\"index\":1,\"score\":0.5},"
                                                        + "{\"index\":0,\"score\":0.25}]"
                                                : GOOD.replace("results", "data")));

        assertThat(scores(at(server.url("rerank"), Shape.VOYAGE, "")))
                .containsExactly(-0.00325, 0.9);
        assertThat(scores(at(server.url("rerank"), Shape.TEI, ""))).containsExactly(0.25, 0.5);
        assertThat(server.asked().get(0).body().propertyNames())
                .containsExactlyInAnyOrder("query", "documents", "model");
        assertThat(server.asked().get(1).body().propertyNames())
                .containsExactlyInAnyOrder("query", "texts", "truncate", "model");
        assertThat(server.asked().get(0).headers()).doesNotContainKey("Authorization");
    }

    @Test
    void theKeyIsInNoMessage() {
        ScriptedServer server = server(_ -> Reply.status(401));
        var settings = new RerankSettings(Shape.HTTP, server.url("rerank"), "", "s3cret", LIMITS);

        assertThat(settings.toString()).doesNotContain("s3cret");
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(at(server.url("rerank"), Shape.HTTP, "s3cret")))
                .withMessageContaining("key")
                .withMessageNotContaining("s3cret");
    }

    @Test
    void itSaysWhenToAskAgain() {
        Reranker busy =
                answeringWith(_ -> new Reply(429, Map.of("Retry-After", "7"), "slow down", false));

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(busy))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 401, 403, 404, 429, 500, 502, 503})
    void aStatusThatMayPassIsUnavailable(int status) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(answeringWith(_ -> Reply.status(status))))
                .withMessageContaining("" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void aRequestThatItDoesNotTakeIsRefused(int status) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scores(answeringWith(_ -> Reply.status(status))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 0.5",
                "{\"results\": [{\"index\": 0, \"relevance_score\": NaN}]}",
                "{\"results\": [{\"index\": 0, \"relevance_score\": 1e999},"
                        + " {\"index\": 1, \"relevance_score\": 1}]}",
                "null",
                "42",
                "{}",
                "{\"results\": {}}",
                "{\"results\": null}",
                "{\"results\": [7, \"x\"]}",
                "{\"results\": [{\"index\": 0}, {\"index\": 1}]}",
                "{\"results\": [{\"relevance_score\": 1}, {\"relevance_score\": 2}]}",
                "{\"results\": [{\"index\": \"0\", \"relevance_score\": 1},"
                        + " {\"index\": 1, \"relevance_score\": 1}]}",
                "{\"results\": [{\"index\": 0.5, \"relevance_score\": 1},"
                        + " {\"index\": 1, \"relevance_score\": 1}]}",
                "{\"results\": [{\"index\": 4294967296, \"relevance_score\": 1},"
                        + " {\"index\": 1, \"relevance_score\": 1}]}",
                "{\"results\": [{\"index\": 0, \"relevance_score\": \"1\"},"
                        + " {\"index\": 1, \"relevance_score\": 1}]}"
            })
    void anAnswerOfAnotherShapeIsNone(String body) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(answeringWith(_ -> Reply.ok(body))));
    }

    @Test
    void deepNestingIsNoAnswer() {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(answeringWith(_ -> Reply.ok("[".repeat(100_000)))));
    }

    @Test
    void whereNobodyListensItIsUnavailable() {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> scores(at(NOBODY, Shape.HTTP, "")));
    }
}
