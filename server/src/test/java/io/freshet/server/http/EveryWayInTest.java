package io.freshet.server.http;

import static io.freshet.server.http.Document.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.server.http.Inlet.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is long, shorter, the same once more or gone ends alike, whichever way it comes. A
/// collection for each test and way; texts name theirs, since vectors are shared.
final class EveryWayInTest {
    private static final List<String> CASES =
            List.of("same", "batches", "shorter", "deleted", "ids");

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
    @Tag("A02")
    @Tag("A27")
    void whatIsTheSameOnceMoreAndOtherMetadataEmbedNothing(Way way) throws IOException {
        Inlet inlet = ways.inlet("same", way);
        String word = "same" + way;
        var guide = document("guide.md", sections(word, 1, 40)).with("team", "sales");
        inlet.send(guide);
        assertThat(ways.embedded(word)).isEqualTo(40);
        long version = inlet.read("guide.md").path("index_version").asLong();

        inlet.send(guide);
        inlet.touch(guide);

        assertThat(ways.embedded(word)).isEqualTo(40);
        assertThat(inlet.read("guide.md").path("index_version").asLong()).isEqualTo(version);

        inlet.describe(guide.with("team", "billing"));

        assertThat(ways.embedded(word)).isEqualTo(40);
        assertThat(inlet.find(word, "team", "billing")).containsExactly("guide.md");
        assertThat(inlet.find(word, "team", "sales")).isEmpty();

        inlet.send(guide.with("team", "support"));

        assertThat(ways.embedded(word)).isEqualTo(40);
        assertThat(inlet.find(word, "team", "support")).containsExactly("guide.md");
        assertThat(inlet.find(word, "team", "billing")).isEmpty();
        assertThat(inlet.chunks("guide.md")).isEqualTo(40);

        inlet.refresh();

        assertThat(ways.embedded(word)).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I5")
    @Tag("A03")
    void aDocumentOfManyRequestsIsEmbeddedOnceHoweverOftenItComes(Way way) throws IOException {
        Inlet inlet = ways.inlet("batches", way);
        String word = "batches" + way;
        for (int time = 1; time <= 3; time++) {
            inlet.send(document("many.md", sections(word, 1, 250)));
            assertThat(ways.embedded(word)).isEqualTo(250);
            assertThat(inlet.chunks("many.md")).isEqualTo(250);
        }

        inlet.send(document("many.md", sections(word, 1, 250) + sections(word, 251, 251)));

        assertThat(ways.embedded(word)).isEqualTo(251);
        assertThat(inlet.chunks("many.md")).isEqualTo(251);
        assertThat(inlet.find("number120")).containsExactly("many.md");
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I4")
    @Tag("A04")
    void aDocumentThatGotShorterLosesItsTail(Way way) throws IOException {
        Inlet inlet = ways.inlet("shorter", way);
        inlet.send(document("long.md", sections("shorter" + way, 1, 10)));
        assertThat(inlet.chunks("long.md")).isEqualTo(10);
        assertThat(inlet.find("number9")).containsExactly("long.md");

        inlet.send(document("long.md", sections("shorter" + way, 1, 4)));

        assertThat(inlet.find("number9")).isEmpty();
        assertThat(inlet.find("number4")).containsExactly("long.md");
        assertThat(inlet.chunks("long.md")).isEqualTo(4);
        int marks = way.isFolder() ? 1 : 0;
        assertThat(inlet.status().path("chunks").asInt()).isEqualTo(4 + marks);
        assertThat(ways.embedded("shorter" + way)).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A18")
    void whatIsDeletedIsGoneAndNothingElse(Way way) throws IOException {
        Inlet inlet = ways.inlet("deleted", way);
        String word = "deleted" + way;
        inlet.send(
                IntStream.range(0, 10)
                        .mapToObj(i -> document("p" + i + ".md", word + " page " + i))
                        .toArray(Document[]::new));
        assertThat(inlet.find(word)).hasSize(10);

        inlet.remove("p1.md", "p4.md", "p7.md");

        assertThat(inlet.find(word))
                .containsExactly("p0.md", "p2.md", "p3.md", "p5.md", "p6.md", "p8.md", "p9.md");
        assertThat(inlet.read("p4.md").path("code").asString()).isEqualTo("unknown_document");
        assertThat(ways.embedded(word)).isEqualTo(10);
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
        if (!way.isFile()) {
            ids.addAll(
                    List.of(
                            "..",
                            "../../up.md",
                            "a/./b/../c.md",
                            "//double//",
                            "40" + "0".repeat(40)));
        }
        if (!way.isFile() && way != Way.REPLACE) { // of everything
            ids.add("/");
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A15")
    void whateverAnIdIsItIsReadAndDeletedInEachForm(Way way) throws IOException {
        Inlet inlet = ways.inlet("ids", way);
        List<String> ids = ids(way);
        for (int round = 0; round < (way.isFolder() ? 1 : 3); round++) {
            String text = "round" + round + " " + way;
            inlet.send(ids.stream().map(id -> document(id, text)).toArray(Document[]::new));
            assertThat(inlet.find("round" + round)).containsExactlyInAnyOrderElementsOf(ids);
            for (int i = 0; i < ids.size(); i++) {
                List<String> forms = forms(inlet.path(), ids.get(i));
                for (String form : forms) {
                    Wire.Answer read = ways.wire().raw("GET " + form, "Host: localhost");
                    assertThat(read.status()).as(form).isEqualTo(200);
                    assertThat(read.json().path("document_id").asString()).isEqualTo(ids.get(i));
                }
                String form = forms.get((i + round) % forms.size());
                String waiting =
                        form + (form.contains("?") ? "&" : "?") + "wait=visible&timeout=60s";
                Wire.Answer gone = ways.wire().raw("DELETE " + waiting, "Host: localhost");
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
}
