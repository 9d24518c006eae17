package io.freshet.server.http;

import static io.freshet.server.http.Inlet.Document.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.server.http.Inlet.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is odd, empty, long, short or the same once more ends alike, whichever way it comes: as
/// events, as lines, as a document, or from a followed folder. Everything below is real but the
/// embedder. A collection for each test and way; texts name theirs, since vectors are shared.
final class EveryWayInTest {
    private static final List<String> CASES =
            List.of("same", "batches", "shorter", "nul", "blank", "ids", "long");

    @TempDir private static Path directory;
    private static CountedAssembly adapters;
    private static Served served;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        StringBuilder yaml = new StringBuilder("collections:\n");
        for (String name : CASES) {
            Path folder = Files.createDirectories(directory.resolve(name));
            yaml.append(
                    "  %s-folder: {sources: [{type: folder, path: %s}]}\n".formatted(name, folder));
        }
        var configs = MemorySettings.configs(yaml.toString());
        adapters = new CountedAssembly(configs, directory.resolve("data"));
        served = Served.start(HttpSettings.DEFAULT.withPort(0), adapters, configs);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static Inlet inlet(String name, Way way) {
        String collection = name + "-" + way.name().toLowerCase(Locale.ROOT);
        return new Inlet(
                way, served.wire, collection, directory.resolve(name), new AtomicInteger());
    }

    private static long embedded(String word) {
        return adapters.embedder().texts().stream().filter(text -> text.contains(word)).count();
    }

    /// Each of them is a chunk.
    private static String sections(String word, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append("# ").append(word).append(' ').append(i).append("\n\n");
            text.append((word + " river window ").repeat(60)).append("number").append(i);
            text.append(".\n\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I5")
    void whatIsTheSameOnceMoreAndOtherMetadataEmbedNothing(Way way) throws IOException {
        Inlet inlet = inlet("same", way);
        String word = "same" + way;
        var guide = document("guide.md", sections(word, 1, 40)).with("team", "sales");
        inlet.send(guide);
        assertThat(embedded(word)).isEqualTo(40);
        long version = inlet.read("guide.md").path("index_version").asLong();

        inlet.send(guide);
        inlet.touch(guide);

        assertThat(embedded(word)).isEqualTo(40);
        assertThat(inlet.read("guide.md").path("index_version").asLong()).isEqualTo(version);

        inlet.describe(guide.with("team", "billing"));

        assertThat(embedded(word)).isEqualTo(40);
        assertThat(inlet.find(word, "team", "billing")).containsExactly("guide.md");
        assertThat(inlet.find(word, "team", "sales")).isEmpty();

        inlet.send(guide.with("team", "support"));

        assertThat(embedded(word)).isEqualTo(40);
        assertThat(inlet.find(word, "team", "support")).containsExactly("guide.md");
        assertThat(inlet.find(word, "team", "billing")).isEmpty();
        assertThat(inlet.chunks("guide.md")).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I5")
    void aDocumentOfManyRequestsIsEmbeddedOnceHoweverOftenItComes(Way way) {
        Inlet inlet = inlet("batches", way);
        String word = "batches" + way;
        for (int time = 1; time <= 3; time++) {
            inlet.send(document("many.md", sections(word, 1, 250)));
            assertThat(embedded(word)).isEqualTo(250);
            assertThat(inlet.chunks("many.md")).isEqualTo(250);
        }

        inlet.send(document("many.md", sections(word, 1, 250) + sections(word, 251, 251)));

        assertThat(embedded(word)).isEqualTo(251);
        assertThat(inlet.chunks("many.md")).isEqualTo(251);
        assertThat(inlet.find("number120")).containsExactly("many.md");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I4")
    void aDocumentThatGotShorterLosesItsTail(Way way) {
        Inlet inlet = inlet("shorter", way);
        inlet.send(document("long.md", sections("shorter" + way, 1, 10)));
        assertThat(inlet.chunks("long.md")).isEqualTo(10);
        assertThat(inlet.find("number9")).containsExactly("long.md");

        inlet.send(document("long.md", sections("shorter" + way, 1, 4)));

        assertThat(inlet.find("number9")).isEmpty();
        assertThat(inlet.find("number4")).containsExactly("long.md");
        assertThat(inlet.chunks("long.md")).isEqualTo(4);
        int marks = way == Way.FOLDER ? 1 : 0;
        assertThat(inlet.status().path("chunks").asInt()).isEqualTo(4 + marks);
        assertThat(embedded("shorter" + way)).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    void aNulInATextOrInMetadataIsMendedAndItsNeighboursAreFound(Way way) {
        Inlet inlet = inlet("nul", way);
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
        assertThat(adapters.embedder().texts()).noneMatch(text -> text.contains("\0"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsBlankHasNoChunksAndSendsNothingToTheEmbedder(Way way) {
        Inlet inlet = inlet("blank", way);
        inlet.send(
                document("empty.md", ""),
                document("lines.md", "\n\n  \n"),
                document("headings.md", "# One\n\n## Two\n"),
                document("good.md", "good " + way + " with erbium"),
                document("other.md", "other " + way + " with erbium"));

        assertThat(inlet.chunks("empty.md")).isZero();
        assertThat(inlet.chunks("lines.md")).isZero();
        assertThat(inlet.find("erbium")).containsExactly("good.md", "other.md");
        assertThat(inlet.status().path("documents").asInt()).isEqualTo(way == Way.FOLDER ? 6 : 5);
        assertThat(adapters.embedder().texts()).noneMatch(String::isBlank);

        inlet.send(document("good.md", ""), document("other.md", " \n"));

        assertThat(inlet.find("erbium")).isEmpty();
        assertThat(inlet.chunks("good.md")).isZero();
        assertThat(inlet.chunks("other.md")).isZero();

        inlet.send(document("good.md", "good " + way + " with erbium"));

        assertThat(inlet.find("erbium")).containsExactly("good.md");
        assertThat(embedded("good " + way)).isEqualTo(1);
    }

    /// Ids, and what they are in a path whose slashes and dots are left as they are.
    private static List<String> ids(Way way) {
        List<String> ids =
                new ArrayList<>(
                        List.of(
                                "folder/file.md",
                                "100%.md",
                                "a%2Fb.md",
                                "sp ace/x y.md",
                                "what?x=1&y=2.md",
                                "#1.md",
                                "semi;colon=1.md",
                                "a+b.md",
                                "-1.md",
                                "\u00E9-\u6F22-\uD83D\uDC1F.md"));
        if (way != Way.FOLDER) {
            ids.addAll(
                    List.of(
                            "..",
                            "../../up.md",
                            "a/./b/../c.md",
                            "//double//",
                            "/",
                            "40" + "0".repeat(40)));
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource
    void whateverAnIdIsItIsReadAndDeletedInEachForm(Way way) {
        Inlet inlet = inlet("ids", way);
        List<String> ids = ids(way);
        for (int round = 0; round < 3; round++) {
            String text = "round" + round + " " + way;
            inlet.send(ids.stream().map(id -> document(id, text)).toArray(Inlet.Document[]::new));
            assertThat(inlet.find("round" + round)).containsExactlyInAnyOrderElementsOf(ids);
            for (int i = 0; i < ids.size(); i++) {
                List<String> forms = forms(inlet.path(), ids.get(i));
                for (String form : forms) {
                    Wire.Answer read = served.wire.raw("GET " + form, "Host: localhost");
                    assertThat(read.status()).as(form).isEqualTo(200);
                    assertThat(read.json().path("document_id").asString()).isEqualTo(ids.get(i));
                }
                String form = forms.get((i + round) % forms.size());
                String waiting = form + (form.contains("?") ? "&" : "?") + "wait=visible";
                Wire.Answer gone = served.wire.raw("DELETE " + waiting, "Host: localhost");
                assertThat(gone.status()).as(gone.body()).isEqualTo(200);
                assertThat(inlet.read(ids.get(i)).path("code").asString())
                        .isEqualTo("unknown_document");
            }
            assertThat(inlet.find("round" + round)).isEmpty();
        }
    }

    /// With raw slashes, with each byte encoded, and as a parameter.
    private static List<String> forms(String collection, String id) {
        String encoded = Wire.encoded(id);
        return List.of(
                collection + "/documents/" + encoded.replace("%2F", "/"),
                collection + "/documents/" + encoded,
                collection + "/document?document_id=" + encoded);
    }

    @ParameterizedTest
    @EnumSource(names = "FOLDER", mode = EnumSource.Mode.EXCLUDE)
    void aControlCharacterInAnIdIsRefusedAndWhatComesBesideItIsFound(Way way) {
        Inlet inlet = inlet("refused", way);
        inlet.send(document("before.md", "before with thulium"));
        String bad =
                "{\"event_type\":\"update\",\"document_id\":\"a\\u0000b\",\"text\":\"thulium\"}";
        switch (way) {
            case EVENTS -> {
                Wire.Answer answer = served.wire.post(inlet.path() + "/events", bad);
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("invalid_document_id");
            }
            case LINES -> {
                Wire.Answer answer =
                        served.wire.send(
                                "POST", inlet.path() + "/events", "application/x-ndjson", bad);
                assertThat(answer.json().at("/errors/0/code").asString())
                        .isEqualTo("invalid_document_id");
            }
            case PUT, FOLDER -> {
                Wire.Answer answer = served.wire.put(inlet.path() + "/documents/a%00b", "thulium");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.code()).isEqualTo("invalid_document_id");
            }
        }
        inlet.send(document("after.md", "after with thulium"));
        assertThat(inlet.find("thulium")).containsExactly("after.md", "before.md");
    }

    @ParameterizedTest
    @EnumSource
    void aWordOfFortyThousandCharactersHarmsNobody(Way way) {
        Inlet inlet = inlet("long", way);
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

    @org.junit.jupiter.api.Test
    void aFileWhoseNameIsNoIdIsSkippedWithItsReasonAndItsNeighboursAreFound() throws IOException {
        Inlet inlet = inlet("nul", Way.FOLDER);
        Path bad = Files.writeString(inlet.folder().resolve("tab\tbed.md"), "thulium");
        inlet.send(document("beside.md", "beside with thulium"));
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                served.wire
                                        .get(inlet.path() + "/skipped")
                                        .body()
                                        .contains("control character"));
        assertThat(inlet.find("thulium")).containsExactly("beside.md");
        Files.delete(bad);
    }
}
