package io.freshet.server.http;

import static io.freshet.server.http.Document.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.Text;
import io.freshet.server.http.Inlet.Way;
import io.freshet.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is odd in a text ends alike, whichever way it comes: it is mended, left out or refused, and
/// harms no other document. A collection for each test and way.
final class OddTextEveryWayInTest {
    private static final List<String> CASES = List.of("nul", "blank", "long");

    @TempDir private static Path directory;
    private static Ways ways;

    @BeforeAll
    static void start() throws Exception {
        ways = Ways.start(directory, CASES);
    }

    @AfterAll
    static void stop() {
        ways.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A12")
    void aNulInATextOrInMetadataIsMendedAndItsNeighboursAreFound(Way way) throws IOException {
        Inlet inlet = ways.inlet("nul", way);
        inlet.send(
                document("1.md", "the first is gallium"),
                document(
                        "2.md",
                        "In the middle\0there is a NUL, between the words of a line with rhenium"),
                document("3.md", "a third with osmium").with("note", "nul \0 here"),
                document("4.md", "the last is hafnium"));

        assertThat(inlet.find("gallium")).containsExactly("1.md");
        assertThat(inlet.find("rhenium")).containsExactly("2.md");
        assertThat(inlet.find("osmium", "note", "nul \uFFFD here")).containsExactly("3.md");
        assertThat(inlet.find("hafnium")).containsExactly("4.md");
        assertThat(inlet.read("2.md").path("text").asString())
                .startsWith("In the middle\uFFFDthere");
        assertThat(inlet.status().path("dead_letters").asInt(0)).isZero();
        assertThat(ways.embedder().texts()).noneMatch(text -> text.contains("\0"));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"COMMAND", "FOLDER", "START"},
            mode = EnumSource.Mode.EXCLUDE)
    @Tag("A12")
    void aControlCharacterInAnIdIsRefusedAndWhatComesBesideItIsFound(Way way) throws IOException {
        Inlet inlet = ways.inlet("refused", way);
        inlet.send(document("before.md", "before with thulium"));
        String bad =
                "{\"event_type\":\"update\",\"document_id\":\"a\\u0000b\",\"text\":\"thulium\"}";
        String events = inlet.path() + "/events";
        if (way == Way.LINES) {
            String good = document("beside.md", "beside with thulium").event().toString();
            String lines = bad + "\n" + good;
            Wire.Answer answer = ways.wire().send("POST", events, "application/x-ndjson", lines);
            assertThat(answer.json().at("/errors/0/code").asString())
                    .isEqualTo("invalid_document_id");
            inlet.awaitSettled();
            assertThat(inlet.find("thulium")).containsExactly("before.md", "beside.md");
            inlet.remove("beside.md");
        } else {
            Wire.Answer answer =
                    way == Way.PUT
                            ? ways.wire().put(inlet.path() + "/documents/a%00b", "thulium")
                            : ways.wire().post(events, bad);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("invalid_document_id");
        }
        inlet.send(document("after.md", "after with thulium"));
        assertThat(inlet.find("thulium")).containsExactly("after.md", "before.md");
    }

    /// A NUL in each other place where a text may stand.
    @Test
    @Tag("A12")
    void aNulElsewhereIsMendedOrRefusedAndHarmsNobody() throws IOException {
        Inlet inlet = ways.inlet("nul-elsewhere", Way.EVENTS);
        inlet.send(document("near.md", "near with thulium").with("k\0k", "x"));
        String event =
                """
                {"event_type": "update", "document_id": "in.md", "text": "in thulium",
                 "event_id": "e\\u0000e", "metadata": {"deep": {"k\\u0000": ["v\\u0000"]}}}
                """;
        assertThat(
                        ways.wire()
                                .post(inlet.path() + "/events?wait=visible&timeout=60s", event)
                                .status())
                .isEqualTo(200);
        assertThat(inlet.find("thulium")).containsExactly("in.md", "near.md");
        assertThat(inlet.find("near\0thulium")).containsExactly("in.md", "near.md");
        for (String question :
                List.of(
                        "{\"query\": \"thulium\", \"prefix\": \"\\u0000\"}",
                        "{\"query\": \"thulium\", \"filter\": {\"k\\u0000k\": \"x\"}}",
                        "{\"query\": \"thulium\", \"filter\": {\"a\": {\"$gt\": \"\\u0000\"}}}",
                        "{\"query\": \"\\u0000\"}")) {
            assertThat(ways.wire().post(inlet.path() + "/search", question).status())
                    .as(question)
                    .isIn(200, 400);
        }
        assertThat(
                        ways.wire()
                                .post(
                                        inlet.path() + "/delete?wait=visible&timeout=60s",
                                        "{\"prefix\": \"\\u0000\"}")
                                .status())
                .isIn(200, 400);
        assertThat(inlet.find("thulium")).containsExactly("in.md", "near.md");
    }

    /// Nothing but a file can be called so.
    @Test
    @Tag("A12")
    void aFileWhoseNameIsNoIdIsSkippedWithItsReasonAndItsNeighboursAreFound() throws IOException {
        Inlet inlet = ways.inlet("nul", Way.FOLDER);
        Path bad = Files.writeString(inlet.folder().resolve("tab\tbed.md"), "thulium");
        inlet.send(document("beside.md", "beside with thulium"));
        await().until(
                        () ->
                                ways.wire()
                                        .get(inlet.path() + "/skipped")
                                        .body()
                                        .contains("control character"));
        assertThat(inlet.find("thulium")).containsExactly("beside.md");
        Files.delete(bad);
    }

    /// Of white space, of signs that show nothing, and of what is left of a page that says nothing.
    @ParameterizedTest
    @EnumSource
    @Tag("A13")
    void whatIsBlankHasNoChunksAndSendsNothingToTheEmbedder(Way way) throws IOException {
        Inlet inlet = ways.inlet("blank", way);
        inlet.send(
                document("empty.md", ""),
                document("lines.md", "\n\n  \n"),
                document("unseen.md", "\u00A0\n\n\u200B\n\n\uFEFF\u200E\u00AD\n"),
                document("headings.md", "# One\n\n## Two\n"),
                document("good.md", "good " + way + " with erbium"),
                document("other.md", "\u200B\n\nother " + way + " with erbium"));

        for (String id : List.of("empty.md", "lines.md", "unseen.md")) {
            assertThat(inlet.chunks(id)).as(id).isZero();
        }
        assertThat(inlet.find("erbium")).containsExactly("good.md", "other.md");
        assertThat(inlet.status().path("documents").asInt()).isEqualTo(way.isFolder() ? 7 : 6);
        assertThat(ways.embedder().texts()).noneMatch(Text::isBlank);

        inlet.send(document("good.md", ""), document("other.md", "\u200B\n"));

        assertThat(inlet.find("erbium")).isEmpty();
        assertThat(inlet.chunks("good.md")).isZero();
        assertThat(inlet.chunks("other.md")).isZero();

        inlet.send(document("good.md", "good " + way + " with erbium"));

        assertThat(inlet.find("erbium")).containsExactly("good.md");
        assertThat(ways.embedded("good " + way)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00A0", "\u200B\uFEFF", "\0"})
    @Tag("A13")
    void aQuestionThatSaysNothingIsNotEmbedded(String query) throws IOException {
        Inlet inlet = ways.inlet("blank", Way.PUT);
        inlet.send(document("some.md", "some text"));
        String json = Json.object().put("query", query).toString();

        ways.wire().post(inlet.path() + "/search", json);
        ways.wire().get(inlet.path() + "/search?q=" + Wire.encoded(query));

        assertThat(ways.embedder().texts()).noneMatch(Text::isBlank);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A16")
    void aWordOfFortyThousandCharactersHarmsNobody(Way way) throws IOException {
        Inlet inlet = ways.inlet("long", way);
        String word = way + "x".repeat(40_000);
        inlet.send(
                document("near.md", "a neighbour with holmium"),
                document("word.md", "Here is " + word + " and dysprosium").with("data", word),
                document("more.md", "another neighbour with holmium"));

        assertThat(inlet.find("holmium")).containsExactly("more.md", "near.md");
        assertThat(inlet.find("dysprosium")).containsExactly("word.md");
        assertThat(inlet.find("dysprosium", "data", word)).containsExactly("word.md");
        assertThat(inlet.find("dysprosium", "data", word.substring(1))).isEmpty();
        assertThat(inlet.find(word.substring(0, 9_000))).doesNotContain("near.md", "more.md");
        assertThat(inlet.read("word.md").path("text").asString()).contains(word);

        inlet.send(document("word.md", "now it is short"));

        assertThat(inlet.find("dysprosium")).isEmpty();
        assertThat(inlet.find("short")).containsExactly("word.md");
    }

    /// A value in a list, in an object, and a key.
    @Test
    @Tag("A16")
    void metadataThatIsLongSomewhereHarmsNobody() throws IOException {
        Inlet inlet = ways.inlet("long-metadata", Way.EVENTS);
        String x = "x".repeat(40_000);
        String key = "k".repeat(1000);
        String event =
                """
                {"event_type": "update", "document_id": "long.md", "text": "long with lutetium",
                 "metadata": {"list": ["a", "%s"], "deep": {"in": {"%s": "b"}}}}
                """
                        .formatted(x, key);
        inlet.send(document("near.md", "near with lutetium").with("list", "a"));
        Wire.Answer put =
                ways.wire().post(inlet.path() + "/events?wait=visible&timeout=60s", event);
        assertThat(put.status()).as(put.body()).isEqualTo(200);
        assertThat(inlet.find("lutetium")).containsExactly("long.md", "near.md");
        assertThat(inlet.find("lutetium", "list", "a")).containsExactly("long.md", "near.md");
        assertThat(inlet.find("lutetium", "list", x)).containsExactly("long.md");
        assertThat(inlet.find("lutetium", "deep.in." + key, "b")).containsExactly("long.md");
        inlet.remove("long.md");
        assertThat(inlet.find("lutetium")).containsExactly("near.md");
    }
}
