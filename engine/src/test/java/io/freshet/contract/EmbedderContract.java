package io.freshet.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.FreshetException.Refused;
import io.freshet.spi.Embedder;
import io.freshet.spi.Embedder.Answer;
import io.freshet.spi.Embedder.Item;
import io.freshet.spi.Embedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the engine relies on from every embedder. An embedder's test extends this and gives the one
/// instance that all of its tests may share.
public abstract class EmbedderContract {
    private static final int CALLERS_MAX = 4;
    private static final String TEXT =
            "A refund is paid to the card that was charged, within five working days.";
    private static final List<String> OTHERS =
            List.of("no", "The river rose overnight.\n\nBy noon the bridge was closed.", "42");

    protected abstract Embedder embedder();

    static List<String> oddTexts() {
        return List.of(
                "x",
                "é",
                "🦀",
                "👩‍👩‍👧‍👦 family 🏳️‍🌈 flags",
                "退款会在五个工作日内退回到原来的信用卡。",
                "הכסף מוחזר بعد خمسة أيام",
                "  a \t\t b \n\n\n\n   c \u00a0\u2003 d  \r\n ",
                "| a | b |\n|---|---|\n| 1 | 2 |",
                "e\u0301\u0302\u0303\u0304 zalgo",
                "-----",
                "[CLS] [SEP] [PAD] <|endoftext|> </s>",
                "x".repeat(1 << 20));
    }

    @ParameterizedTest
    @EnumSource
    void everyTextIsAnsweredOnceUnderItsIndex(Purpose purpose) {
        var texts = OTHERS.subList(0, Math.min(OTHERS.size(), embedder().limits().texts()));

        Answer answer = embedder().embed(texts, purpose);

        assertThat(answer.items())
                .extracting(Item::index)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, texts.size()).boxed().toList());
        assertThat(answer.tokens()).isPositive();
    }

    @Test
    void aRequestMayHoldAsManyTextsAsTheLimitSays() {
        int texts = Math.min(embedder().limits().texts(), 100);

        Answer answer =
                embedder()
                        .embed(
                                IntStream.range(0, texts).mapToObj(i -> "text " + i).toList(),
                                Purpose.DOCUMENT);

        assertThat(answer.items()).hasSize(texts);
    }

    @Test
    void theLimitsLeaveRoomForWork() {
        var limits = embedder().limits();

        assertThat(limits.texts()).isPositive();
        assertThat(limits.tokens()).isPositive();
        assertThat(limits.concurrency()).isPositive();
        assertThat(limits.deadline()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aVectorIsOneOfItsSpace(Purpose purpose) {
        assertIsOfTheSpace(one(TEXT, purpose));
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void anOddTextHasAVectorToo(String text) {
        assertIsOfTheSpace(one(text, Purpose.DOCUMENT));
        assertIsOfTheSpace(one(text, Purpose.QUERY));
    }

    @Test
    @Tag("I7")
    void aVectorDependsOnItsTextAlone() {
        float[] alone = one(TEXT, Purpose.DOCUMENT);

        assertThat(one(TEXT, Purpose.DOCUMENT)).isEqualTo(alone);
        for (String other : OTHERS) {
            if (embedder().limits().texts() > 1) {
                assertThat(in(List.of(other, TEXT), 1)).isEqualTo(alone);
                assertThat(in(List.of(TEXT, other), 0)).isEqualTo(alone);
            }
        }
    }

    @Test
    void aVectorIsTheSameWhoeverAsksAtTheSameTime() throws Exception {
        float[] alone = one(TEXT, Purpose.DOCUMENT);

        for (float[] vector : fromManyThreads(TEXT)) {
            assertThat(vector).isEqualTo(alone);
        }
    }

    @Test
    void differentTextsHaveDifferentVectors() {
        assertThat(one(OTHERS.get(1), Purpose.DOCUMENT)).isNotEqualTo(one(TEXT, Purpose.DOCUMENT));
    }

    @Test
    void withoutAPrefixOfItsOwnAQueryIsEmbeddedLikeADocument() {
        var space = embedder().space();

        if (space.queryPrefix().equals(space.documentPrefix())) {
            assertThat(one(TEXT, Purpose.QUERY)).isEqualTo(one(TEXT, Purpose.DOCUMENT));
        } else {
            assertThat(one(TEXT, Purpose.QUERY)).isNotEqualTo(one(TEXT, Purpose.DOCUMENT));
        }
    }

    /// A text beyond the model's limit is refused or embedded whole: what must not happen is that
    /// its end counts for nothing.
    @Test
    void theEndOfALongTextIsNotCutOffInSilence() {
        String start = "river bridge water ".repeat(embedder().space().inputTokensMax());
        String end = "The court ruled that quarterly taxes on inherited shares are lawful. ";
        try {
            float[] whole = one(start + end.repeat(20), Purpose.DOCUMENT);

            assertIsOfTheSpace(whole);
            assertThat(whole).isNotEqualTo(one(start, Purpose.DOCUMENT));
        } catch (Refused e) {
            assertThat(e).hasMessageContaining("token");
        }
    }

    private float[] one(String text, Purpose purpose) {
        return one(embedder(), text, purpose);
    }

    private static float[] one(Embedder embedder, String text, Purpose purpose) {
        var items = embedder.embed(List.of(text), purpose).items();
        assertThat(items).hasSize(1);
        return items.getFirst().values();
    }

    private float[] in(List<String> texts, int index) {
        return embedder().embed(texts, Purpose.DOCUMENT).items().stream()
                .filter(item -> item.index() == index)
                .findFirst()
                .orElseThrow()
                .values();
    }

    private List<float[]> fromManyThreads(String text)
            throws InterruptedException, ExecutionException {
        Embedder embedder = embedder();
        int callers = Math.min(CALLERS_MAX, embedder.limits().concurrency());
        Callable<float[]> call = () -> one(embedder, text, Purpose.DOCUMENT);
        var together = new CyclicBarrier(callers);
        Callable<List<float[]>> work =
                () -> {
                    together.await();
                    return List.of(call.call(), call.call(), call.call());
                };
        List<float[]> vectors = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            List<Future<List<float[]>>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(work));
            }
            for (var answer : answers) {
                vectors.addAll(answer.get());
            }
        }
        return vectors;
    }

    private void assertIsOfTheSpace(float[] vector) {
        assertThat(vector).hasSize(embedder().space().dimensions());
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        assertThat(squares).isFinite().isPositive();
        if (embedder().space().normalised()) {
            assertThat(squares).isCloseTo(1.0, within(1e-3));
        }
    }
}
