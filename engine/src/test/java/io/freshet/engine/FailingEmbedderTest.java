package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An embedder that fails takes nothing away that was there, and holds up nobody else.
class FailingEmbedderTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final CountingEmbedder embedder = new CountingEmbedder();
    private final SimCollection collection = new SimCollection(embedder, 1);

    @Test
    @Tag("I3")
    @Tag("I6")
    void oneFailingTextOfTwentyDocumentsDelaysNoneOfTheOthersAndItsOldVersionStays() {
        collection.offer(batch("old"));
        collection.settle();
        embedder.misbehave(new EmbedderFault.Fails("new7word", () -> new Refused("bad text")));
        Duration before = collection.elapsed();

        collection.offer(batch("new"));
        collection.settle();

        assertThat(collection.elapsed().minus(before)).isLessThan(SOON);
        for (int i = 0; i < 20; i++) {
            assertThat(collection.find("new" + i + "word")).hasSize(i == 7 ? 0 : 1);
            assertThat(collection.find("old" + i + "word")).hasSize(i == 7 ? 1 : 0);
        }
        assertThat(collection.journal().failing())
                .singleElement()
                .satisfies(failing -> assertThat(failing.document().value()).isEqualTo("doc7"));

        embedder.behave();
        collection.pass(Duration.ofMinutes(10));

        assertThat(collection.find("new7word")).containsExactly("doc7");
        assertThat(collection.find("old7word")).isEmpty();
        assertThat(collection.journal().waiting()).isZero();
    }

    private static List<IndexEvent> batch(String age) {
        return IntStream.range(0, 20)
                .mapToObj(i -> SimCollection.upsert("doc" + i, "a text " + age + i + "word"))
                .toList();
    }

    static List<EmbedderFault> wrongAnswers() {
        return List.of(
                new EmbedderFault.Zeros(),
                new EmbedderFault.NotFinite(),
                new EmbedderFault.WrongWidth(),
                new EmbedderFault.TooFew(),
                new EmbedderFault.TooMany());
    }

    @ParameterizedTest
    @MethodSource("wrongAnswers")
    @Tag("I6")
    @Tag("A07")
    @Tag("A08")
    void aVectorThatIsWrongIsAFailedEmbeddingAndNeverStored(EmbedderFault fault) {
        collection.put("doc", "the first version");
        long known = collection.vectors();
        embedder.misbehave(fault);
        collection.put("doc", "the second edition");
        assertThat(collection.vectors()).isEqualTo(known);
        assertThat(collection.find("first")).containsExactly("doc");
        assertThat(collection.find("second")).isEmpty();
        assertThat(collection.journal().failing())
                .singleElement()
                .satisfies(failing -> assertThat(failing.problem()).contains("the embedder"));
        embedder.behave();
        collection.pass(Duration.ofMinutes(10));
        assertThat(collection.find("second")).containsExactly("doc");
    }

    @Test
    @Tag("I1")
    @Tag("I6")
    @Tag("A01")
    void whileTheEmbedderIsDownTheOldVersionAnswersAndAfterwardsTheNewOneUnasked() {
        collection.put("doc", "the first version");
        embedder.misbehave(
                new EmbedderFault.Fails("", () -> new Unavailable("down", Duration.ofSeconds(5))));
        collection.put("doc", "the second edition");
        collection.pass(Duration.ofMinutes(5));
        assertThat(collection.find("first")).containsExactly("doc");
        embedder.behave();
        collection.pass(Duration.ofMinutes(5));
        assertThat(collection.find("second")).containsExactly("doc");
        assertThat(collection.find("first")).isEmpty();
    }

    @Test
    @Tag("I3")
    @Tag("A05")
    void aHalfEmbeddedUpdateLeavesTheWholeOldDocument() {
        collection.put("doc", lines("old", 6));
        embedder.misbehave(new EmbedderFault.Fails("new4", () -> new Refused("bad text")));
        collection.put("doc", lines("new", 6));
        for (int i = 0; i < 6; i++) {
            assertThat(collection.find("old" + i)).containsExactly("doc");
            assertThat(collection.find("new" + i)).isEmpty();
        }
        embedder.behave();
        collection.pass(Duration.ofMinutes(10));
        for (int i = 0; i < 6; i++) {
            assertThat(collection.find("old" + i)).isEmpty();
            assertThat(collection.find("new" + i)).containsExactly("doc");
        }
    }

    @Test
    @Tag("A10")
    void aRequestThatTheProviderFindsTooLargeIsSplitUntilItPasses() {
        Capped capped = new Capped(embedder, 1_000);
        SimCollection small = new SimCollection(capped, 1);
        small.put("doc", lines("part", 8));
        assertThat(small.chunks()).isEqualTo(8);
        assertThat(small.find("part7")).containsExactly("doc");
        assertThat(capped.refused).isPositive().isLessThan(8);
        assertThat(embedder.requestCount()).isLessThanOrEqualTo(8);
    }

    /// Lines of 250 words, each of which is a chunk of its own with a word that tells it.
    static String lines(String name, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add((name + i + " ") + "word ".repeat(249).strip());
        }
        return String.join("\n", lines);
    }

    /// Refuses a request that has more words than it may have.
    private static final class Capped implements Embedder {
        private final Embedder inner;
        private final int wordsMax;
        private int refused;

        private Capped(Embedder inner, int wordsMax) {
            this.inner = inner;
            this.wordsMax = wordsMax;
        }

        @Override
        public EmbeddingSpace space() {
            return inner.space();
        }

        @Override
        public Limits limits() {
            return inner.limits();
        }

        @Override
        public Answer embed(List<String> texts, Purpose purpose) {
            if (texts.stream().mapToInt(text -> text.split(" ").length).sum() > wordsMax) {
                refused++;
                throw new Refused("too many tokens");
            }
            return inner.embed(texts, purpose);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
