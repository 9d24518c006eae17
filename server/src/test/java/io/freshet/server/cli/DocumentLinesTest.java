package io.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Content;
import io.freshet.Format;
import io.freshet.server.LocalReading;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentLinesTest {
    @TempDir private Path directory;

    private static DocumentLines of(Input... documents) {
        var lines = new DocumentLines(List.of(documents));
        lines.begin();
        return lines;
    }

    private static Input given(String id) {
        return new Input.Given(id, new Content(Format.RST, "text of\n" + id));
    }

    private Input file(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return new Input.NamedFile(name, file, new LocalReading().decoder());
    }

    @Test
    void eachDocumentIsALine() throws IOException {
        var lines = of(given("a"), file("x.md", "%PDF-1.7"), given("b"));

        var text = new String(lines.readAllBytes(), StandardCharsets.UTF_8);

        assertThat(text.lines()).hasSize(2);
        var event = Json.read(text.lines().findFirst().orElseThrow());
        assertThat(event.path("document_id").stringValue()).isEqualTo("a");
        assertThat(event.path("text").stringValue()).isEqualTo("text of\na");
        assertThat(lines.sent()).containsExactly("a", "b");
        assertThat(event.path("media_type").stringValue()).isEqualTo("text/x-rst");
        assertThat(lines.skipped()).containsExactly(new Skipped("x.md", "PDF is not read", true));
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

    @Test
    void theyComeInParts() throws IOException {
        var lines =
                of(
                        Stream.iterate(0, i -> i + 1)
                                .limit(700)
                                .map(i -> given("d" + i))
                                .toArray(Input[]::new));

        var first = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(first.lines()).hasSize(500);
        assertThat(lines.begin()).isTrue();
        var second = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(second.lines()).hasSize(200);
        assertThat(lines.begin()).isFalse();
        assertThat(lines.sent()).hasSize(700);
    }
}
