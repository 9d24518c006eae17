package io.freshet.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.contract.EmbedderContract;
import io.freshet.spi.Embedder;
import io.freshet.spi.Embedder.Purpose;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OnnxEmbedderTest extends EmbedderContract {
    private static final String REFUND = "How do I get my money back?";
    private static final String REFUNDS =
            "A refund is paid to the card that was charged, within five working days.";
    private static final String GLACIERS =
            "Glaciers carve valleys as they move slowly down a mountain.";

    @Override
    protected Embedder embedder() {
        return Models.bge();
    }

    @ParameterizedTest
    @EnumSource
    void relatedTextsAreNearerThanUnrelatedOnes(BuiltInModel model) {
        var embedder = embedder(model);

        double related = cosine(one(embedder, REFUND), one(embedder, REFUNDS));
        double unrelated = cosine(one(embedder, REFUND), one(embedder, GLACIERS));

        assertThat(related).isGreaterThan(unrelated + 0.1);
    }

    /// Recorded from these models on x86-64; other processors round a little otherwise.
    @Test
    void theModelsSayWhatTheySaidBefore() {
        assertThat(cosine(one(Models.bge(), REFUND), one(Models.bge(), REFUNDS)))
                .isCloseTo(0.674, within(0.03));
        assertThat(cosine(one(Models.minilm(), REFUND), one(Models.minilm(), REFUNDS)))
                .isCloseTo(0.463, within(0.03));
    }

    @Test
    @Tag("I7")
    void twoModelsAreTwoSpaces() {
        var bge = Models.bge().space();
        var minilm = Models.minilm().space();

        assertThat(bge.fingerprint()).isNotEqualTo(minilm.fingerprint());
        assertThat(bge.digest()).hasSize(64).isNotEqualTo(minilm.digest());
    }

    @Test
    void aTokenIsCountedAsTheModelReadsIt() {
        var answer = Models.bge().embed(List.of("river", "money back"), Purpose.DOCUMENT);

        assertThat(answer.tokens()).isEqualTo(1 + 2 + 2 + 2);
    }

    @ParameterizedTest
    @EnumSource
    void onlyATextLongerThanTheModelIsPooled(BuiltInModel model) {
        var embedder = embedder(model);
        long before = embedder.pooledTexts();
        int fits = model.inputTokensMax() - 2;

        var whole = embedder.embed(List.of("river ".repeat(fits)), Purpose.DOCUMENT);
        assertThat(embedder.pooledTexts()).isEqualTo(before);
        assertThat(whole.tokens()).isEqualTo(model.inputTokensMax());

        var pieces = embedder.embed(List.of("river ".repeat(fits + 1)), Purpose.DOCUMENT);
        assertThat(embedder.pooledTexts()).isEqualTo(before + 1);
        assertThat(pieces.tokens()).isEqualTo(model.inputTokensMax() + 3);
    }

    @Test
    void eachPieceOfALongTextCountsByItsTokens() {
        var embedder = Models.minilm();
        String rivers = "river ".repeat(254);
        String taxes = "tax ".repeat(254);

        float[] both = one(embedder, rivers + taxes);

        assertThat(cosine(both, one(embedder, rivers)))
                .isCloseTo(cosine(both, one(embedder, taxes)), within(1e-4));
    }

    /// Limits bind the engine; whoever asks for more texts at once gets the same vectors.
    @Test
    void aVectorIsTheSameAmongOthers() {
        float[] alone = one(Models.bge(), REFUND);

        var items =
                Models.bge().embed(List.of(GLACIERS, REFUND, REFUNDS), Purpose.DOCUMENT).items();

        assertThat(items.get(1).index()).isEqualTo(1);
        assertThat(items.get(1).values()).isEqualTo(alone);
    }

    @Test
    void aTextOfTooManyPiecesIsRefused() {
        String endless = "a ".repeat(254 * TokenPieces.PIECES_MAX + 1);

        assertThatThrownBy(() -> one(Models.minilm(), endless))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("tokensMax=16256");
    }

    @Test
    void brokenUnicodeIsMendedBeforeItReachesNativeCode() {
        assertThat(one(Models.bge(), "a \ud83d b\u0000"))
                .isEqualTo(one(Models.bge(), "a \ufffd b"));
    }

    @Test
    void moreCallersThanCoresGetTheSameVectors() throws Exception {
        float[] alone = one(Models.bge(), REFUNDS);
        Callable<float[]> call = () -> one(Models.bge(), REFUNDS);

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var vector : threads.invokeAll(Collections.nCopies(16, call))) {
                assertThat(vector.get()).isEqualTo(alone);
            }
        }
    }

    @Test
    void closingUnderRunningCallsEndsThemAsUnavailable() throws Exception {
        var embedder = Models.load(BuiltInModel.MINILM_FAST);
        Callable<Integer> call =
                () -> {
                    int answers = 0;
                    try {
                        while (true) {
                            one(embedder, REFUNDS);
                            answers++;
                        }
                    } catch (Unavailable e) {
                        return answers;
                    }
                };
        try (var threads = Executors.newFixedThreadPool(2)) {
            var running = new ArrayList<>(List.of(threads.submit(call), threads.submit(call)));
            try {
                one(embedder, REFUND);
            } finally {
                embedder.close();
                embedder.close();
            }
            for (var answers : running) {
                assertThat(answers.get()).isNotNegative();
            }
        }
    }

    @Test
    void aModelIsFoundByItsNameAndItsAlias() {
        assertThat(BuiltInModel.named("bge-small-en-v1.5")).contains(BuiltInModel.BGE_SMALL_EN);
        assertThat(BuiltInModel.named("all-minilm-l6-v2")).contains(BuiltInModel.MINILM_FAST);
        assertThat(BuiltInModel.named("fast")).contains(BuiltInModel.MINILM_FAST);
        assertThat(BuiltInModel.named("gpt")).isEmpty();
    }

    private static OnnxEmbedder embedder(BuiltInModel model) {
        return switch (model) {
            case BGE_SMALL_EN -> Models.bge();
            case MINILM_FAST -> Models.minilm();
        };
    }

    private static float[] one(Embedder embedder, String text) {
        return embedder.embed(List.of(text), Purpose.DOCUMENT).items().getFirst().values();
    }

    /// Of vectors of length one.
    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
