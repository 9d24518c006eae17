package io.freshet.adapter.lucene;

/// The cosine of two vectors of length 1, added up in one order everywhere: equal vectors have
/// equal cosines to the last bit, on every machine and in every segment.
final class Cosine {
    /// Sums that the processor can work on at the same time.
    private static final int LANES = 4;

    private Cosine() {}

    static double of(float[] a, float[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i <= a.length - LANES; i += LANES) {
            first += (double) a[i] * b[i];
            second += (double) a[i + 1] * b[i + 1];
            third += (double) a[i + 2] * b[i + 2];
            fourth += (double) a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += (double) a[i] * b[i];
        }
        return Math.clamp(first + second + (third + fourth), -1, 1);
    }
}
