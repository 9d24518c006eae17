package io.freshet.sim;

import io.freshet.sim.SimAction.Moment;
import java.util.List;

/// Seeded lives of collections: the production steps on one thread, with a workload, faults and
/// crashes drawn from the seed, held against a naive model and against every promise that
/// ARCHITECTURE.md makes. The same seed is the same life on every machine.
public final class Simulation {
    private Simulation() {}

    /// What happened in a life.
    ///
    /// @param accepted events
    /// @param parked documents that became dead letters
    /// @param switches to another side of a migration and back
    /// @param searches that were answered, each compared with a scan
    /// @param digest of everything: versions, feed and what was left
    public record Report(
            long accepted,
            long versions,
            long switches,
            long parked,
            int searches,
            int crashes,
            String digest) {}

    /// A promise was broken: which one, and the least that has to happen for it.
    public static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long seed;

        Failed(long seed, String message, Throwable cause) {
            super("simulation failed seed=" + seed + "\n" + message, cause);
            this.seed = seed;
        }

        public long seed() {
            return seed;
        }
    }

    /// @throws Failed where a promise is broken
    public static Report run(long seed) {
        return run(seed, SimTamper.NOTHING);
    }

    static Report run(long seed, SimTamper tamper) {
        SimScript script = SimScript.of(seed);
        try {
            return new SimLife(script, tamper).live();
        } catch (RuntimeException | SimPromise.Broken e) {
            SimShrink shrink = new SimShrink(script, tamper, e);
            List<Moment> least = shrink.least();
            Throwable broken = shrink.failure();
            String words = SimWords.of(script.with(least));
            throw new Failed(seed, broken.getMessage() + "\n" + words, broken);
        }
    }
}
