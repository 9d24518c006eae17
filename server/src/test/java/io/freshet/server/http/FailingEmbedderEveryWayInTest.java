package io.freshet.server.http;

import static io.freshet.server.http.Document.document;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.FreshetException.Unavailable;
import io.freshet.server.http.Inlet.Way;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.spi.Embedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An embedder that fails takes nothing away that was found, whichever way the change comes, and
/// what it answers wrongly is kept nowhere. Its requests hold two texts.
final class FailingEmbedderEveryWayInTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir private static Path directory;
    private static Ways ways;

    @BeforeAll
    static void start() throws Exception {
        var pairs = new Embedder.Limits(2, 16_384, 4, Duration.ofSeconds(30));
        ways =
                Ways.start(
                        directory,
                        List.of("down", "half", "wrong"),
                        new CountingEmbedder("counting", pairs));
    }

    @AfterAll
    static void stop() {
        ways.close();
    }

    @AfterEach
    void behave() {
        ways.embedder().behave();
        ways.embedder().forgive();
        ways.unruly().behave();
    }

    private static void awaitAsked(String word) {
        await().atMost(PATIENCE).until(() -> ways.embedded(word) > 0);
    }

    /// It comes a second time while the embedder is still down, as from who runs everything again.
    @ParameterizedTest
    @EnumSource
    @Tag("A01")
    @Tag("A11")
    void whileTheEmbedderIsDownTheOldVersionIsFoundAndThenTheNewOne(Way way) throws Exception {
        Inlet inlet = ways.inlet("down", way);
        inlet.send(document("d.md", "first " + way));
        ways.embedder()
                .misbehave(new EmbedderFault.Fails("second", () -> new Unavailable("down", SOON)));
        var edited = document("d.md", "second " + way);

        inlet.submit(edited);
        awaitAsked("second " + way);
        assertThat(inlet.find("first")).containsExactly("d.md");
        if (way != Way.COMMAND) {
            inlet.submit(edited);
        }
        assertThat(inlet.find("first")).containsExactly("d.md");
        assertThat(inlet.find("second")).isEmpty();
        ways.embedder().behave();

        await().atMost(PATIENCE).until(() -> inlet.find("second").contains("d.md"));
        inlet.awaitCommands();
        assertThat(inlet.find("first")).isEmpty();
        assertThat(inlet.status().path("dead_letters").asInt(0)).isZero();
        long asked = ways.embedded("second " + way);
        inlet.send(edited);
        assertThat(ways.embedded("second " + way)).isEqualTo(asked);
        assertThat(inlet.find("second")).containsExactly("d.md");
    }

    /// A chunk each.
    private static String sections(String word) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 6; i++) {
            text.append("# ").append(word).append(i).append("\n\n");
            text.append((word + " river window ").repeat(60)).append(".\n\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A05")
    void allOfTheOldVersionIsFoundUntilAllOfTheNewOneIs(Way way) throws Exception {
        Inlet inlet = ways.inlet("half", way);
        String word = way.name().toLowerCase(java.util.Locale.ROOT);
        inlet.send(document("d.md", sections("old" + word)));
        assertThat(inlet.chunks("d.md")).isEqualTo(6);
        ways.embedder().refuse("new" + word + "4");

        inlet.submit(document("d.md", sections("new" + word)));
        awaitDeadLetter(inlet, "d.md", "refused");

        for (int i = 1; i <= 6; i++) {
            assertThat(inlet.find("old" + word + i)).containsExactly("d.md");
            assertThat(inlet.find("new" + word + i)).isEmpty();
        }
        long asked = ways.embedded("new" + word);
        ways.embedder().forgive();
        retry(inlet);

        await().atMost(PATIENCE).until(() -> inlet.find("new" + word + "4").contains("d.md"));
        for (int i = 1; i <= 6; i++) {
            assertThat(inlet.find("old" + word + i)).isEmpty();
            assertThat(inlet.find("new" + word + i)).containsExactly("d.md");
        }
        assertThat(ways.embedded("new" + word)).isEqualTo(asked + 1);
    }

    private static void awaitDeadLetter(Inlet inlet, String id, String problem) {
        await().atMost(PATIENCE).until(() -> inlet.status().path("dead_letters").asInt() > 0);
        inlet.awaitCommands();
        Wire.Answer letters = ways.wire().get(inlet.path() + "/dead-letters?document_id=" + id);
        assertThat(letters.json().at("/dead_letters/0/detail").asString("")).contains(problem);
    }

    private static void retry(Inlet inlet) {
        Wire.Answer retried =
                ways.wire().post(inlet.path() + "/dead-letters/retry", "{\"all\": true}");
        assertThat(retried.status()).as(retried.body()).isEqualTo(200);
    }

    /// What becomes of a vector, and a word of how that is called.
    private static Map<String, UnaryOperator<float[]>> faults() {
        Map<String, UnaryOperator<float[]>> faults = new LinkedHashMap<>();
        faults.put("zero", values -> new float[values.length]);
        faults.put("infinite", values -> with(values, Float.NEGATIVE_INFINITY));
        faults.put("or infinite", values -> with(values, Float.NaN));
        faults.put("128 dimensions", values -> Arrays.copyOf(values, values.length * 2));
        faults.put("63 dimensions", values -> Arrays.copyOf(values, values.length - 1));
        faults.put(" 0 dimensions", _ -> new float[0]);
        return faults;
    }

    private static float[] with(float[] values, float odd) {
        values[values.length / 2] = odd;
        return values;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("A07")
    @Tag("A08")
    void aVectorThatIsWrongIsAFailureOfItsDocumentAndKeptNowhere(Way way) throws Exception {
        Inlet inlet = ways.inlet("wrong", way);
        int round = 0;
        for (var fault : faults().entrySet()) {
            String old = "old" + round;
            String now = "now" + round + way;
            inlet.send(document("bad.md", old + " bad"), document("good.md", old + " good"));
            ways.unruly().spoil(now + " bad", fault.getValue());

            inlet.submit(document("bad.md", now + " bad"), document("good.md", now + " good"));
            awaitDeadLetter(inlet, "bad.md", fault.getKey());

            assertThat(inlet.find(old)).contains("bad.md");
            boolean whole = way == Way.ATOMIC;
            await().atMost(PATIENCE)
                    .until(() -> inlet.find(now).equals(whole ? List.of() : List.of("good.md")));
            assertThat(inlet.find(old)).hasSize(whole ? 2 : 1);
            long asked = ways.embedded(now + " bad");
            assertThat(asked).isGreaterThanOrEqualTo(3);
            ways.unruly().behave();
            retry(inlet);
            await().atMost(PATIENCE).until(() -> inlet.find(now).size() == 2);
            assertThat(ways.embedded(now + " bad")).isEqualTo(asked + 1);
            round++;
        }
    }
}
