package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CostCommandTest {
    @TempDir private Path directory;

    private Shell shell(AnsweringServer server) {
        return new Shell(directory, false, Map.of("FRESHET_SERVER", server.url()));
    }

    @Test
    void whatIsNotKnownIsCalledUnknownAndNeverZero() throws IOException {
        String unknown = "'cost_usd': null, 'tokens': 5, 'requests': 1, 'unpriced_tokens': 5";
        try (var server = new AnsweringServer()) {
            server.answering(
                    "GET /v1/cost",
                    200,
                    "{'from': '2026-11-01', 'to': '2026-11-28', 'total': {"
                            + unknown
                            + "}, 'projected_month_usd': null, 'months': [{'month': '2026-11', "
                            + unknown
                            + "}], 'days': [], 'collections': [], 'causes': [{'cause': 'events',"
                            + " 'cost_usd': 0.000000004, 'tokens': 2}], 'models': [], 'spared':"
                            + " [{'reason': 'kept_chunk', 'count': 3, 'tokens': 700}]}");
            String out = shell(server).run("cost").out();
            assertThat(out.lines())
                    .containsExactly(
                            "2026-11-01 to 2026-11-28: an unknown amount for 5 tokens in 1"
                                    + " request",
                            "5 of the tokens are of a model whose price is not known",
                            "this month will come to about an unknown amount",
                            "  months                                     tokens          dollars",
                            "  2026-11                                         5          unknown",
                            "  causes                                     tokens          dollars",
                            "  events                                          2      0.000000004",
                            "  spared                                     tokens            times",
                            "  kept chunk                                    700                3");
        }
    }

    @ParameterizedTest
    @CsvSource({"10M, 10000000", "10000000, 10000000", "1.5B, 1500000000", "12k, 12000"})
    void tokensMayBeWrittenShort(String written, long tokens) {
        assertThat(new CostCommand.Estimate.Amount().convert(written)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "10,000,000", "-5", "1.5", "99999999999B"})
    void whatIsNoNumberOfTokensIsWrongUse(String written) throws IOException {
        try (var server = new AnsweringServer()) {
            Shell.Done done = shell(server).run("cost", "estimate", "--tokens", written);
            assertThat(done.code()).isEqualTo(2);
            assertThat(done.err()).contains("--tokens", "such as 10000000, 10M or 1.5B");
        }
    }

    @Test
    void modelsStandSideBySide() throws IOException {
        try (var server = new AnsweringServer()) {
            server.answering(
                    "POST /v1/cost/estimate",
                    200,
                    "{'tokens': 10000000, 'models': [{'model': 'small', 'cost_usd': 0.2,"
                            + " 'usd_per_million_tokens': 0.02, 'date': '2026-05', 'source': 's'},"
                            + " {'model': 'mine', 'cost_usd': null, 'usd_per_million_tokens': null,"
                            + " 'date': null, 'source': null}]}");
            String out = shell(server).run("cost", "estimate", "--tokens", "10M").out();
            assertThat(out.lines())
                    .containsExactly(
                            "model                               dollars  for a million  as of",
                            "small                                0.2000         0.0200  2026-05",
                            "mine                                unknown        unknown  ");
        }
    }
}
