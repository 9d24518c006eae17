package io.freshet.adapter.onnx;

import java.nio.file.Files;
import java.nio.file.Path;

/// A model that lies in a directory: `model.onnx` (with `model.onnx_data` where its weights are
/// apart) and `tokenizer.json`, as model hubs have them. What its maker says about it cannot be
/// read from the files, and is told here.
///
/// @param name as its embedding space names it
/// @param normalise whether vectors are made one long
/// @param dimensions how many of a vector's numbers are kept, from the first on, where the model
///   was made for that; 0 for all
/// @param inputTokensMax that the model reads at once, with the marks around them
public record ModelDirectory(
        Path path,
        String name,
        Pooling pooling,
        boolean normalise,
        int dimensions,
        String documentPrefix,
        String queryPrefix,
        int inputTokensMax) {
    Path model() {
        return path.resolve("model.onnx");
    }

    /// Weights that are too large for one file. It need not be there.
    Path weights() {
        return path.resolve("model.onnx_data");
    }

    Path tokenizer() {
        return path.resolve("tokenizer.json");
    }

    /// @return what is missing; empty where all is there
    String missing() {
        if (!Files.isDirectory(path)) {
            return "the directory is not there";
        }
        if (!Files.isReadable(model())) {
            return "it has no model.onnx that can be read";
        }
        return Files.isReadable(tokenizer()) ? "" : "it has no tokenizer.json that can be read";
    }
}
