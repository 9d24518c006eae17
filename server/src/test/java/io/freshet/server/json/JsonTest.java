package io.freshet.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.Problem;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{\"a\":1}}",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":1,}",
                "[1 2]",
                "NaN",
                "{\"a\":\"\t\"}",
                "// no\n1"
            })
    void whatIsNotStrictJsonIsRefused(String text) {
        assertThat(refusal(() -> Json.read(text)).code()).isEqualTo("invalid_json");
    }

    @Test
    void whatIsWrongIsSaidInWordsForTheSender() {
        assertThat(refusal(() -> Json.read("{\"events\":[")).detail())
                .startsWith("line 1, column ")
                .contains("end-of-input")
                .doesNotContain("Source", "REDACTED");
    }

    @Test
    void nestingIsBounded() {
        Json.read("[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX));

        Problem problem = refusal(() -> Json.read("[".repeat(100_000)));

        assertThat(problem.detail()).contains("nesting 100");
    }

    @Test
    void numbersKeepTheirValue() {
        assertThat(Json.plain(Json.read("[1, 9223372036854775808, 0.1, 1e400000]")))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly(
                        1L,
                        new BigDecimal("9223372036854775808"),
                        new BigDecimal("0.1"),
                        new BigDecimal("1e400000"));
    }

    @Test
    void aFieldThatNobodyAskedForIsPointedAt() {
        Fields fields = Fields.of(Json.read("{\"text\":\"x\",\"a/b\":1}"), "/events/0");
        fields.string("text");
        fields.has("vector");

        Problem problem = refusal(fields::finish);

        assertThat(problem.code()).isEqualTo("unknown_field");
        assertThat(problem.detail()).endsWith("known: text");
        assertThat(problem.pointer()).contains("/events/0/a~1b");
    }

    @Test
    void aWrongTypeIsPointedAt() {
        Fields fields = Fields.of(Json.read("{\"ids\":[\"a\",1],\"k\":1.0,\"n\":null}"), "");

        assertThat(refusal(() -> fields.strings("ids")).pointer()).contains("/ids/1");
        assertThat(refusal(() -> fields.integer("k")).pointer()).contains("/k");
        assertThat(fields.string("n")).isEmpty();
    }

    @Test
    void aProblemSaysWhatItIs() {
        assertThat(Json.text(Problems.tree(Problem.at("/k", "invalid_field", "k must be 1"))))
                .isEqualTo(
                        "{\"type\":\"urn:freshet:problem:invalid_field\","
                                + "\"title\":\"A field is missing or has a wrong value\","
                                + "\"status\":400,\"detail\":\"k must be 1\","
                                + "\"code\":\"invalid_field\",\"pointer\":\"/k\"}");
    }

    private static Problem refusal(Runnable reading) {
        var refused = new Problem[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(reading::run)
                .satisfies(e -> refused[0] = e.problem());
        return refused[0];
    }
}
