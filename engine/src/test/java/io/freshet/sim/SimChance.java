package io.freshet.sim;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The chance of a simulated life. It starts anew with each moment, so that a moment goes the same
/// way whichever others were left out before it. Confined to one thread.
final class SimChance implements RandomGenerator {
    private SplittableRandom drawn = new SplittableRandom(0);

    void restart(long seed) {
        drawn = new SplittableRandom(seed);
    }

    boolean oneIn(int n) {
        return nextInt(n) == 0;
    }

    @Override
    public long nextLong() {
        return drawn.nextLong();
    }
}
