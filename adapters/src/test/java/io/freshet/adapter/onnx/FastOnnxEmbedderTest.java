package io.freshet.adapter.onnx;

import io.freshet.contract.EmbedderContract;
import io.freshet.spi.Embedder;

final class FastOnnxEmbedderTest extends EmbedderContract {
    @Override
    protected Embedder embedder() {
        return Models.minilm();
    }
}
