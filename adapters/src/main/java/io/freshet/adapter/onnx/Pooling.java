package io.freshet.adapter.onnx;

import java.nio.FloatBuffer;

/// How one vector is made of a model's hidden states, which are one row for each token.
enum Pooling {
    /// The row of the first token, which the model was trained to put the whole meaning into.
    CLS("cls") {
        @Override
        float[] pool(FloatBuffer rows, int dimensions) {
            float[] first = new float[dimensions];
            rows.get(0, first);
            return first;
        }
    },

    /// The mean of all rows: without padding every token counts.
    MEAN("mean") {
        @Override
        float[] pool(FloatBuffer rows, int dimensions) {
            int tokens = rows.remaining() / dimensions;
            float[] mean = new float[dimensions];
            for (int dimension = 0; dimension < dimensions; dimension++) {
                double sum = 0;
                for (int token = 0; token < tokens; token++) {
                    sum += rows.get(token * dimensions + dimension);
                }
                mean[dimension] = (float) (sum / tokens);
            }
            return mean;
        }
    };

    private final String label;

    Pooling(String label) {
        this.label = label;
    }

    /// As an embedding space names it.
    String label() {
        return label;
    }

    abstract float[] pool(FloatBuffer rows, int dimensions);
}
