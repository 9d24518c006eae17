package io.freshet.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Time and chance: what a test turns by hand.
interface Timing {
    Timing SYSTEM =
            new Timing() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public double chance() {
                    return ThreadLocalRandom.current().nextDouble();
                }

                @Override
                public boolean pause(Duration time, CountDownLatch until)
                        throws InterruptedException {
                    return until.await(time.toNanos(), TimeUnit.NANOSECONDS);
                }
            };

    long nanoTime();

    /// From 0 to 1, without 1.
    double chance();

    /// @return whether `until` came before the time was over
    boolean pause(Duration time, CountDownLatch until) throws InterruptedException;
}
