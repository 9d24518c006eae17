package io.freshet.adapter.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How one vector is made of a model's hidden states, which are one row for each token.
public enum Pooling {
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
    },

    /// The row of the last token: of models that read from left to right.
    LAST("last") {
        @Override
        float[] pool(FloatBuffer rows, int dimensions) {
            float[] last = new float[dimensions];
            rows.get(rows.remaining() - dimensions, last);
            return last;
        }
    },

    /// The model has done it: its output is one row.
    MODEL("model") {
        @Override
        float[] pool(FloatBuffer rows, int dimensions) {
            float[] only = new float[dimensions];
            rows.get(0, only);
            return only;
        }

        @Override
        int rows(int tokens) {
            return 1;
        }
    };

    private final String label;

    Pooling(String label) {
        this.label = label;
    }

    /// By its label.
    public static Optional<Pooling> named(String label) {
        return Arrays.stream(values()).filter(pooling -> pooling.label.equals(label)).findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Pooling::label).toList();
    }

    /// As an embedding space names it.
    String label() {
        return label;
    }

    /// How many rows the model puts out.
    int rows(int tokens) {
        return tokens;
    }

    abstract float[] pool(FloatBuffer rows, int dimensions);
}
