package io.freshet.adapter.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.adapter.http.ScriptedServer;
import io.freshet.adapter.http.ScriptedServer.Reply;
import io.freshet.contract.EmbedderContract;
import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Against a real server on this machine.
final class OpenAiEmbedderTest extends EmbedderContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Embedder.Limits LIMITS = new Embedder.Limits(100, 10_000, 4, PATIENCE);

    /// Nobody listens there.
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final CountingEmbedder model = new CountingEmbedder();

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

    private OpenAiEmbedder at(URI url, boolean shortens, Embedder.Limits limits) {
        return at(
                url, new OpenAiSettings.Key("s3cret", "${A_KEY}", List.of(), ""), shortens, limits);
    }

    private OpenAiEmbedder at(
            URI url, OpenAiSettings.Key key, boolean shortens, Embedder.Limits limits) {
        return opened(
                new OpenAiSettings(
                        "direct",
                        OpenAiSettings.address(url, "", ""),
                        key,
                        new OpenAiSettings.Model(
                                "a-model",
                                "a-model",
                                64,
                                shortens ? "dimensions" : "",
                                new OpenAiSettings.Wording("passage: ", ""),
                                new OpenAiSettings.Wording("query: ", ""),
                                512,
                                ""),
                        limits,
                        PATIENCE,
                        0,
                        Optional.empty()));
    }

    private OpenAiEmbedder opened(OpenAiSettings settings) {
        OpenAiEmbedder embedder = new OpenAiEmbedder(settings, InstantSource.system());
        opened.add(embedder);
        return embedder;
    }

    private OpenAiEmbedder answeringWith(Function<JsonNode, Reply> script) {
        return at(server(script).url(""), false, LIMITS);
    }

    private OpenAiEmbedder answering(Reply reply) {
        return answeringWith(_ -> reply);
    }

    @Override
    protected Embedder embedder() {
        return answeringWith(this::embedded);
    }

    private Reply embedded(JsonNode body) {
        List<String> texts = new ArrayList<>();
        body.get("input").forEach(text -> texts.add(text.stringValue()));
        List<String> data = new ArrayList<>();
        for (Embedder.Item item : model.embed(texts, Embedder.Purpose.DOCUMENT).items()) {
            data.addFirst(
                    "{\"object\":\"embedding\",\"index\":%d,\"embedding\":%s}"
                            .formatted(item.index(), java.util.Arrays.toString(item.values())));
        }
        return Reply.ok(
                "{\"object\":\"list\",\"data\":["
                        + String.join(",", data)
                        + "],\"usage\":{\"total_tokens\":17}}");
    }

    private static Embedder.Answer ask(Embedder embedder) {
        return embedder.embed(List.of("a", "b"), Embedder.Purpose.DOCUMENT);
    }

    @Test
    void aRequestHasTheCommonShape() {
        ScriptedServer server = server(this::embedded);

        Embedder.Answer answer = ask(at(server.url(""), true, LIMITS));

        ScriptedServer.Asked asked = server.asked().getFirst();
        assertThat(asked.headers()).containsEntry("Authorization", "Bearer s3cret");
        assertThat(asked.body().toString())
                .isEqualTo(
                        "{\"model\":\"a-model\",\"input\":[\"passage: a\",\"passage: b\"],"
                                + "\"dimensions\":64}");
        assertThat(answer.tokens()).isEqualTo(17);
        assertThat(answer.items()).extracting(Embedder.Item::index).containsExactly(1, 0);
        assertThat(answer.items().get(1).values()[0])
                .isCloseTo(
                        model.embed(List.of("passage: a"), Embedder.Purpose.DOCUMENT)
                                .items()
                                .getFirst()
                                .values()[0],
                        within(1e-6f));
    }

    @Test
    void aQuestionHasItsOwnPrefixAndNoDimensionsAreSaidUnlessTheModelShortens() {
        ScriptedServer server = server(this::embedded);

        at(server.url(""), false, LIMITS).embed(List.of("a"), Embedder.Purpose.QUERY);

        assertThat(server.asked().getFirst().body().toString())
                .isEqualTo("{\"model\":\"a-model\",\"input\":[\"query: a\"]}");
    }

    @Test
    void anEndpointOfAzuresShapeIsAskedByDeploymentVersionAndKeyHeader() {
        ScriptedServer server = server(this::embedded);
        URI base = URI.create(server.url("").toString().replace("/v1/", ""));

        Embedder.Answer answer =
                opened(
                                new OpenAiSettings(
                                        "azure",
                                        OpenAiSettings.address(base, "small", "2024-10-21"),
                                        new OpenAiSettings.Key(
                                                "s3cret", "${A_KEY}", List.of(), "api-key"),
                                        new OpenAiSettings.Model(
                                                "a-model",
                                                "its-name-there",
                                                64,
                                                "output_dimension",
                                                new OpenAiSettings.Wording("", "document"),
                                                new OpenAiSettings.Wording("", "query"),
                                                512,
                                                ""),
                                        LIMITS,
                                        PATIENCE,
                                        0,
                                        Optional.empty()))
                        .embed(List.of("a"), Embedder.Purpose.QUERY);

        ScriptedServer.Asked asked = server.asked().getFirst();
        assertThat(asked.uri())
                .hasToString("/openai/deployments/small/embeddings?api-version=2024-10-21");
        assertThat(asked.headers())
                .containsEntry("api-key", "s3cret")
                .doesNotContainKey("Authorization");
        assertThat(asked.body().toString())
                .isEqualTo(
                        "{\"model\":\"its-name-there\",\"input\":[\"a\"],"
                                + "\"output_dimension\":64,\"input_type\":\"query\"}");
        assertThat(answer.items()).hasSize(1);
    }

    @Test
    void aKeyOfAnotherFormIsNeverSent() {
        ScriptedServer server = server(this::embedded);
        var key = new OpenAiSettings.Key("s3cret", "${A_KEY}", List.of("hs_", "hsk_"), "");

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(at(server.url(""), key, false, LIMITS)))
                .withMessage(
                        "endpoint direct is not asked: the key of ${A_KEY} does not begin with hs_"
                                + " or hsk_");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void aRefusedKeyIsNamedByItsVariable() {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(Reply.status(401))))
                .withMessage("endpoint direct refuses the key of ${A_KEY}: 401");
    }

    @Test
    void onlyWhoWasAskedTooMuchIsBusy() {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(Reply.status(429))))
                .matches(Unavailable::isBusy);
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(Reply.status(503))))
                .matches(e -> !e.isBusy());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void whatIsAboutTheContentIsRefused(int status) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> ask(answering(Reply.status(status))))
                .withMessageContaining("" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 401, 402, 403, 404, 408, 429, 500, 502, 503, 529})
    void anyOtherStatusIsTheEndpointsStateAndTheKeyIsInNoMessage(int status) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(Reply.status(status))))
                .withMessageContaining("" + status)
                .withMessageNotContaining("s3cret");
    }

    @Test
    @Tag("A11")
    void itSaysWhenToAskAgainInSecondsAndAsADate() {
        Reply seconds = new Reply(429, Map.of("Retry-After", "7"), "slow down", false);
        Reply date =
                new Reply(
                        429, Map.of("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT"), "wait", false);

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(seconds)))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(date)))
                .satisfies(e -> assertThat(e.retryAfter().orElseThrow()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "null",
                "42",
                "[]",
                "{}",
                "{\"data\": null}",
                "{\"data\": {}}",
                "{\"data\": [7]}",
                "{\"data\": [{\"index\": 0}]}",
                "{\"data\": [{\"embedding\": [1, 2]}]}",
                "{\"data\": [{\"index\": \"0\", \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": 0.5, \"embedding\": [1]}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": \"AAAA\"}]}",
                "{\"data\": [{\"index\": 0, \"embedding\": [1, 2",
                "{\"error\": {\"message\": \"secret text\"}}"
            })
    @Tag("A07")
    void anAnswerOfAnotherShapeIsNone(String body) {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(answering(Reply.ok(body))))
                .withMessageNotContaining("secret text");
    }

    @Test
    @Tag("I6")
    void whatIsNoNumberIsNotFinite() {
        Embedder.Answer answer =
                ask(
                        answering(
                                Reply.ok(
                                        "{\"data\":[{\"index\":0,\"embedding\":[1,null,\"x\",1e99]}]}")));

        float[] values = answer.items().getFirst().values();
        assertThat(values[0]).isEqualTo(1f);
        assertThat(values[1]).isNaN();
        assertThat(values[2]).isNaN();
        assertThat(values[3]).isInfinite();
    }

    @Test
    void anAnswerThatNeverEndsIsNoneInTime() {
        ScriptedServer server = server(_ -> new Reply(200, Map.of(), "{\"data\":[", true));
        var limits = new Embedder.Limits(100, 10_000, 4, Duration.ofMillis(200));

        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(at(server.url(""), false, limits)))
                .withMessageContaining("in time");
    }

    @Test
    void whereNobodyListensItIsUnavailable() {
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> ask(at(NOBODY, false, LIMITS)))
                .withMessageContaining("reached");
    }

    @Test
    void whoAsksWithAnotherKeyHasAnotherAccountAndTheIdTellsNoKey() {
        OpenAiEmbedder one = answeringWith(this::embedded);
        URI url = server(this::embedded).url("");

        assertThat(one.account().id()).doesNotContain("s3cret");
        assertThat(at(url, false, LIMITS).account())
                .isEqualTo(at(url, true, LIMITS).account())
                .isNotEqualTo(one.account());
    }
}
