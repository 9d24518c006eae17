package io.freshet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.sim.CountingEmbedder;
import io.freshet.spi.Embedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A collection in lines of JSON, out of one server and into another.
final class ExportTest {
    private static final String NOTES = "/v1/collections/notes";
    private static final int MANY = 230;

    @TempDir Path folder;
    private final CountingEmbedder paid = new CountingEmbedder();
    private final CountingEmbedder embedder = new CountingEmbedder();
    private Served from;
    private Served into;

    @BeforeEach
    void start() throws InterruptedException {
        from = Served.onDisk(folder.resolve("from"), paid);
        into = Served.onDisk(folder.resolve("into"), embedder);
        from.put("notes", "a", "---\ntitle: Refunds\n---\n# Refunds\n\nRefunds take five days.");
        from.put("notes", "b", "# Invoices\n\nInvoices are blue.", "{\"team\": \"billing\"}");
        from.put("notes", "c", "# Refunds\n\nRefunds take five days.\n\n## How\n\nAsk for one.");
    }

    @AfterEach
    void stop() {
        from.close();
        into.close();
    }

    private String exported() {
        Wire.Answer answer = from.wire.get(NOTES + "/export");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private Wire.Answer imported(String lines, String query) {
        return into.wire.send("POST", NOTES + "/import" + query, "application/x-ndjson", lines);
    }

    private static Stream<JsonNode> documents(Served served) {
        return served.get(NOTES + "/documents?limit=1000").path("documents").valueStream();
    }

    /// Without what is a matter of when it was put.
    private static JsonNode document(Served served, String id) {
        ObjectNode tree = (ObjectNode) served.get(NOTES + "/documents/" + id + "?include=vector");
        tree.remove("index_version");
        tree.remove("updated_at");
        return tree;
    }

    private static JsonNode found(Served served) {
        JsonNode answer = served.get(NOTES + "/search?q=how+do+refunds+work&k=10");
        answer.path("hits")
                .forEach(
                        hit -> {
                            ((ObjectNode) hit).remove("index_version");
                            ((ObjectNode) hit).remove("updated_at");
                        });
        return answer.path("hits");
    }

    @Test
    @Tag("I5")
    void whatIsExportedIsImportedAsItWasAndNothingIsEmbedded() {
        String many =
                IntStream.range(0, MANY)
                        .mapToObj(
                                i ->
                                        """
                                        {"event_type": "update", "document_id": "many/%d", "text": "number %d"}"""
                                                .formatted(i, i))
                        .collect(Collectors.joining(",", "{\"events\": [", "]}"));
        from.post("notes", "/events?wait=visible&timeout=60s", many);
        JsonNode done = imported(exported(), "").json();

        assertThat(done.path("documents").intValue()).as("%s", done).isEqualTo(MANY + 3);
        assertThat(done.path("embedded_tokens").intValue()).isZero();
        assertThat(embedder.texts()).isEmpty();
        assertThat(documents(into).map(each -> each.path("document_id").stringValue()))
                .hasSize(MANY + 3);
        for (String id : List.of("a", "b", "c", "many%2F7", "many%2F229")) {
            assertThat(document(into, id)).isEqualTo(document(from, id));
        }
        assertThat(found(into)).isEqualTo(found(from));
        assertThat(exported().lines().skip(1).filter(line -> line.contains("\"vector\"")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("\"vector\":null"));

        JsonNode again = imported(exported(), "").json();
        assertThat(again.path("unchanged").intValue()).isEqualTo(MANY + 3);
        assertThat(again.path("index_version").intValue())
                .isEqualTo(done.path("index_version").intValue());
    }

    /// How a file is damaged, and what is said of it.
    private static final Map<String, String> DAMAGES =
            new TreeMap<>(
                    Map.of(
                            "cut after a line", "no footer",
                            "cut within a line", "breaks off",
                            "changed text", "it was changed",
                            "changed vector", "it was changed",
                            "another width", "dimensions",
                            "without a document", "a chunk of no document",
                            "without a chunk", "it was changed",
                            "twice", "behind the footer",
                            "no export", "begins with no header"));

    @Test
    @Tag("I6")
    void aDamagedFileIsRefusedWhole() {
        String lines = exported();
        DAMAGES.forEach(
                (how, says) -> {
                    Wire.Answer answer = imported(damaged(how, lines), "");

                    assertThat(answer.status()).as(how + answer.body()).isEqualTo(400);
                    assertThat(answer.code()).isEqualTo("bad_export");
                    assertThat(answer.json().path("detail").stringValue()).as(how).contains(says);
                });
        assertThat(into.wire.get(NOTES).code()).isEqualTo("unknown_collection");
    }

    private static String damaged(String how, String lines) {
        int second = lines.indexOf('\n') + 1;
        int vector = lines.indexOf("\"vector\":\"") + "\"vector\":\"".length();
        return switch (how) {
            case "cut after a line" ->
                    lines.substring(0, lines.lastIndexOf('\n', lines.length() - 2) + 1);
            case "cut within a line" ->
                    lines.substring(0, lines.indexOf('\n', lines.length() / 2) - 1);
            case "changed text" -> lines.replace("Invoices are blue", "Invoices are green");
            case "changed vector" ->
                    lines.substring(0, vector)
                            + (lines.charAt(vector + 8) == 'A' ? "BBBB" : "AAAA")
                            + lines.substring(vector + 4);
            case "another width" ->
                    lines.substring(0, vector)
                            + "AAAA"
                            + lines.substring(lines.indexOf('"', vector));
            case "without a document" ->
                    lines.substring(0, second) + lines.substring(lines.indexOf('\n', second) + 1);
            case "without a chunk" -> {
                int third = lines.indexOf('\n', second) + 1;
                yield lines.substring(0, third) + lines.substring(lines.indexOf('\n', third) + 1);
            }
            case "twice" -> lines + lines;
            default -> "{\"type\": \"document\"}\n" + lines;
        };
    }

    @Test
    @Tag("I7")
    void vectorsOfAnotherModelAreNotTakenAndWhatThatCostsIsSaidFirst() throws Exception {
        into.close();
        var other =
                new CountingEmbedder(
                        "other", new Embedder.Limits(32, 16_384, 4, Duration.ofSeconds(30)));
        into = Served.onDisk(folder.resolve("other"), other);

        Wire.Answer answer = imported(exported(), "");

        assertThat(answer.code()).as(answer.body()).isEqualTo("embedding_needed");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("tokens").intValue()).isPositive();
        assertThat(answer.json().path("detail").stringValue()).contains(" tokens for 0 USD");
        assertThat(other.texts()).isEmpty();
        JsonNode done = imported(exported(), "?embed=true").json();
        assertThat(done.path("vectors").intValue()).isZero();
        assertThat(done.path("embedded_tokens").intValue()).isPositive();
        assertThat(other.texts()).isNotEmpty();
    }

    @Test
    void whatIsMissingInTheFileAndKnownHereCostsNothing() {
        into.put("notes", "b", "# Invoices\n\nInvoices are blue.", "{\"team\": \"billing\"}");
        embedder.reset();
        String lines = exported();
        assertThat(imported(lines, "").json().path("embedded_tokens").intValue()).isZero();
        assertThat(embedder.texts()).isEmpty();
    }
}
