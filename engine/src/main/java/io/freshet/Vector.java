package io.freshet;

import java.util.Arrays;

/// An embedding. The array is not copied: whoever makes one gives it away, and nobody writes to it.
///
/// @param values finite, and not all zero
public record Vector(float[] values) {
    public Vector {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        if (!Double.isFinite(sum) || sum == 0) {
            throw new IllegalArgumentException(
                    "a vector is finite and not zero; dimensions=" + values.length);
        }
    }

    public int dimensions() {
        return values.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Vector[" + values.length + "]";
    }
}
