package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DocumentLinesTest {
    private static final DocumentLines.Input NO_TEXT =
            new DocumentLines.Input() {
                @Override
                public String id() {
                    return "binary";
                }

                @Override
                public String mediaType() {
                    return "text/plain";
                }

                @Override
                public Optional<String> text() {
                    return Optional.empty();
                }
            };

    private static DocumentLines of(DocumentLines.Input... documents) {
        return new DocumentLines(List.of(documents));
    }

    private static DocumentLines.Given given(String id) {
        return new DocumentLines.Given(id, "text of\n" + id);
    }

    @Test
    void eachDocumentIsALine() throws IOException {
        var lines = of(given("a"), NO_TEXT, given("b"));

        var text = new String(lines.readAllBytes(), StandardCharsets.UTF_8);

        assertThat(text.lines()).hasSize(2);
        var event = Json.read(text.lines().findFirst().orElseThrow());
        assertThat(event.path("document_id").stringValue()).isEqualTo("a");
        assertThat(event.path("text").stringValue()).isEqualTo("text of\na");
        assertThat(lines.sent()).containsExactly("a", "b");
        assertThat(lines.notText()).isEqualTo(1);
    }

    @Test
    void aStopEndsItWithTheLineThatItIsIn() throws IOException {
        var lines = of(given("a"), given("b"));
        var first = lines.read();

        lines.stop();
        var rest = new String(lines.readAllBytes(), StandardCharsets.UTF_8);

        assertThat(first).isEqualTo('{');
        assertThat(rest).endsWith("}\n");
        assertThat(rest.lines()).hasSize(1);
        assertThat(lines.sent()).containsExactly("a");
    }
}
