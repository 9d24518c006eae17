package io.freshet.adapter.lucene;

/// The cosine of two vectors of length 1, added up in one order everywhere: equal vectors have
/// equal cosines to the last bit, on every machine and in every segment.
final class Cosine {
    private static final int LANES = 8;

    private Cosine() {}

    static double of(float[] a, float[] b) {
        double[] sums = new double[LANES];
        int whole = a.length - a.length % LANES;
        for (int i = 0; i < whole; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                sums[lane] += (double) a[i + lane] * b[i + lane];
            }
        }
        for (int i = whole; i < a.length; i++) {
            sums[i - whole] += (double) a[i] * b[i];
        }
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return Math.clamp(sum, -1, 1);
    }
}
