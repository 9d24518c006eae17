package io.freshet.adapter.onnx;

import java.nio.file.Path;

/// The real models, each loaded once for all tests of the process.
final class Models {
    private static final Path NATIVE_FOLDER = Path.of("target", "native");

    private Models() {}

    static OnnxEmbedder bge() {
        return Bge.EMBEDDER;
    }

    static OnnxEmbedder minilm() {
        return Minilm.EMBEDDER;
    }

    static OnnxEmbedder load(BuiltInModel model) {
        return OnnxEmbedder.load(model, NATIVE_FOLDER);
    }

    private static final class Bge {
        static final OnnxEmbedder EMBEDDER = load(BuiltInModel.BGE_SMALL_EN);
    }

    private static final class Minilm {
        static final OnnxEmbedder EMBEDDER = load(BuiltInModel.MINILM_FAST);
    }
}
