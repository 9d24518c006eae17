package io.freshet.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/// `./freshet sim`: runs seeded lives on all cores and says what failed.
public final class SimMain {
    private static final String USAGE =
            """
            Usage: freshet sim [--seeds N | --minutes M | --seed S] [--from S]
            Runs the engine's own steps on one thread for each life, with a workload, faults and crashes drawn
            from a seed, and checks every promise of ARCHITECTURE.md. The same seed is the same life everywhere.
                  --seeds N     lives to run (default: 300)
                  --minutes M   runs lives for so long instead
                  --seed S      runs this life alone, and prints its digest
                  --from S      the first seed (default: 1)
            Examples:
              freshet sim --seeds 1000
              freshet sim --minutes 30 --from 100000
              freshet sim --seed 4711
            Exit: 0 every promise was kept, 1 one was broken (its seed and the least that breaks it are printed),
            2 wrong use.\
            """;
    private static final Logger ROOT = Logger.getLogger("");
    private static final Duration SAY_EVERY = Duration.ofSeconds(10);

    private SimMain() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.println(USAGE);
            return;
        }
        Optional<SimOptions> options = SimOptions.of(words);
        if (options.isEmpty()) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        ROOT.setLevel(Level.OFF);
        System.exit(run(options.get()));
    }

    private static int run(SimOptions options) throws InterruptedException {
        if (options.one()) {
            return one(options.from());
        }
        SimLives lives = new SimLives(options.from(), options.count(), options.time());
        AtomicLong saidAt = new AtomicLong(System.nanoTime());
        Optional<Simulation.Failed> failed =
                lives.run(
                        sum -> {
                            long now = System.nanoTime();
                            long last = saidAt.get();
                            if (now - last > SAY_EVERY.toNanos()
                                    && saidAt.compareAndSet(last, now)) {
                                System.err.println("sim: " + sum);
                            }
                        });
        failed.ifPresent(failure -> System.out.println(failure.getMessage()));
        System.out.println(lives.sum() + " failures=" + (failed.isPresent() ? 1 : 0));
        return failed.isPresent() ? 1 : 0;
    }

    private static int one(long seed) {
        try {
            System.out.println("seed=" + seed + " " + SimLives.words(Simulation.run(seed)));
            return 0;
        } catch (Simulation.Failed e) {
            System.out.println(e.getMessage());
            return 1;
        }
    }
}
