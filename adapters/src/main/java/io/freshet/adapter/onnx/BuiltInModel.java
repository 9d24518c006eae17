package io.freshet.adapter.onnx;

import java.util.Arrays;
import java.util.Optional;

/// The models that Freshet brings along, with what their makers say about them. Both have int8
/// weights, 384 dimensions and vectors of length one.
public enum BuiltInModel {
    /// The default: better answers. Made to work without a prefix on queries too.
    BGE_SMALL_EN("bge-small-en-v1.5", "default", Pooling.CLS, 512),

    /// Half the layers: about twice as fast, with shorter pieces.
    MINILM_FAST("all-minilm-l6-v2", "fast", Pooling.MEAN, 256);

    static final String PRECISION = "int8";

    private final String modelName;
    private final String alias;
    private final Pooling pooling;
    private final int inputTokensMax;

    BuiltInModel(String modelName, String alias, Pooling pooling, int inputTokensMax) {
        this.modelName = modelName;
        this.alias = alias;
        this.pooling = pooling;
        this.inputTokensMax = inputTokensMax;
    }

    /// By the name or the alias that a configuration gives.
    public static Optional<BuiltInModel> named(String name) {
        return Arrays.stream(values()).filter(model -> model.isNamed(name)).findFirst();
    }

    /// As its embedding space names it.
    public String modelName() {
        return modelName;
    }

    private boolean isNamed(String name) {
        return name.equals(modelName) || name.equals(alias);
    }

    Pooling pooling() {
        return pooling;
    }

    int inputTokensMax() {
        return inputTokensMax;
    }

    String modelResource() {
        return "/" + modelName() + "-q.onnx";
    }

    String tokenizerResource() {
        return "/" + modelName() + "-q-tokenizer.json";
    }
}
