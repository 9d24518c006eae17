package io.freshet.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// docs/http-api.md names every problem that a client may be told.
final class ProblemsPageTest {
    @Test
    void everyCodeStandsInThePageWithItsStatusOrAsReserved() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "http-api.md"));
        String reserved =
                page.lines().filter(line -> line.endsWith(" are reserved.")).findFirst().orElse("");

        assertThat(ProblemCode.values())
                .allSatisfy(
                        code ->
                                assertThat(
                                                page.contains(
                                                                "| `"
                                                                        + code.word()
                                                                        + "` | "
                                                                        + code.status()
                                                                        + " |")
                                                        || reserved.contains(
                                                                "`" + code.word() + "`"))
                                        .as(code.word())
                                        .isTrue());
    }
}
