package io.freshet.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Embedder.Purpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The files of the models that come along, as somebody would lay them into a directory.
final class ModelDirectoryTest {
    private static final Path NATIVE_FOLDER = Path.of("target", "native");
    private static final String REFUNDS = "A refund is paid within five working days.";

    @TempDir private Path directory;

    private Path unpacked(BuiltInModel model) throws IOException {
        Files.write(
                directory.resolve("model.onnx"), NativeLibraries.resource(model.modelResource()));
        Files.write(
                directory.resolve("tokenizer.json"),
                NativeLibraries.resource(model.tokenizerResource()));
        return directory;
    }

    private static ModelDirectory described(Path path, Pooling pooling, int tokensMax) {
        return new ModelDirectory(path, "mine", pooling, true, 0, "", "", tokensMax);
    }

    private static float[] vector(OnnxEmbedder embedder, String text, Purpose purpose) {
        return embedder.embed(List.of(text), purpose).items().getFirst().values();
    }

    @ParameterizedTest
    @EnumSource
    void itsVectorsAreThoseOfTheSameModelThatComesAlong(BuiltInModel model) throws IOException {
        Path path = unpacked(model);
        String twoPieces = "river ".repeat(model.inputTokensMax());
        try (var known = Models.load(model);
                var mine =
                        OnnxEmbedder.load(
                                described(path, model.pooling(), model.inputTokensMax()),
                                NATIVE_FOLDER)) {
            assertThat(mine.space().dimensions()).isEqualTo(known.space().dimensions());
            assertThat(mine.space().digest()).isEqualTo(known.space().digest());
            for (String text : List.of(REFUNDS, twoPieces)) {
                assertThat(vector(mine, text, Purpose.DOCUMENT))
                        .isEqualTo(vector(known, text, Purpose.DOCUMENT));
            }
        }
    }

    @Test
    @Tag("I7")
    void whatIsToldOfItMakesItsVectorsAndItsSpace() throws IOException {
        Path path = unpacked(BuiltInModel.MINILM_FAST);
        var described =
                new ModelDirectory(
                        path, "mine", Pooling.MEAN, false, 0, "passage: ", "query: ", 256);
        var cut = new ModelDirectory(path, "mine", Pooling.MEAN, true, 64, "", "", 256);
        try (var raw = OnnxEmbedder.load(described, NATIVE_FOLDER);
                var shortened = OnnxEmbedder.load(cut, NATIVE_FOLDER)) {
            float[] asDocument = vector(raw, REFUNDS, Purpose.DOCUMENT);
            float[] whole = vector(Models.minilm(), "passage: " + REFUNDS, Purpose.DOCUMENT);
            double length = length(asDocument);

            assertThat(length).as("not made one long").isGreaterThan(1.5);
            assertThat(asDocument[7] / length).isCloseTo(whole[7], within(1e-6));
            assertThat(vector(raw, REFUNDS, Purpose.QUERY)).isNotEqualTo(asDocument);

            float[] first = vector(shortened, REFUNDS, Purpose.DOCUMENT);
            assertThat(first).hasSize(64);
            assertThat(length(first)).isCloseTo(1, within(1e-6));
            assertThat(raw.space().fingerprint()).isNotEqualTo(shortened.space().fingerprint());
        }
    }

    @Test
    void aLongTextIsTheMeanOfItsPiecesWhereVectorsAreNotMadeOneLong() throws IOException {
        Path path = unpacked(BuiltInModel.MINILM_FAST);
        var described = new ModelDirectory(path, "mine", Pooling.MEAN, false, 0, "", "", 6);
        try (var raw = OnnxEmbedder.load(described, NATIVE_FOLDER)) {
            float[] piece = vector(raw, "river river river river", Purpose.DOCUMENT);
            float[] two = vector(raw, "river ".repeat(8), Purpose.DOCUMENT);

            assertThat(two[3]).isCloseTo(piece[3], within(1e-5f));
        }
    }

    @Test
    void whatIsMissingOrDoesNotFitIsNamed() throws IOException {
        Path path = unpacked(BuiltInModel.MINILM_FAST);
        assertThatThrownBy(
                        () -> OnnxEmbedder.load(described(path, Pooling.MODEL, 256), NATIVE_FOLDER))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("which pooling model needs");
        assertThatThrownBy(
                        () ->
                                OnnxEmbedder.load(
                                        new ModelDirectory(
                                                path, "m", Pooling.MEAN, true, 900, "", "", 256),
                                        NATIVE_FOLDER))
                .hasMessageContaining("only 384 dimensions");
        Files.writeString(path.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(
                        () -> OnnxEmbedder.load(described(path, Pooling.MEAN, 256), NATIVE_FOLDER))
                .isInstanceOf(Unavailable.class);
        Files.delete(path.resolve("tokenizer.json"));
        assertThatThrownBy(
                        () -> OnnxEmbedder.load(described(path, Pooling.MEAN, 256), NATIVE_FOLDER))
                .hasMessageContaining("no tokenizer.json")
                .hasMessageContaining(path.toString());
        assertThatThrownBy(
                        () ->
                                OnnxEmbedder.load(
                                        described(path.resolve("no"), Pooling.MEAN, 256),
                                        NATIVE_FOLDER))
                .hasMessageContaining("the directory is not there");
    }

    private static double length(float[] values) {
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares);
    }
}
