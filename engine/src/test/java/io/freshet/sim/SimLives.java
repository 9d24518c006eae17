package io.freshet.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Many lives, as many at a time as there are cores: each is on one thread, and knows nothing of
/// the others. Stops at the first that fails.
final class SimLives {
    private final AtomicLong next;
    private final long end;
    private final long endNanos;
    private final AtomicReference<Simulation.@Nullable Failed> failed = new AtomicReference<>();
    private final long startNanos = System.nanoTime();
    private long seeds;
    private Simulation.Report sum = new Simulation.Report(0, 0, 0, 0, 0, 0, "");

    /// @param count lives at most
    /// @param time none begins later
    SimLives(long from, long count, Duration time) {
        this.next = new AtomicLong(from);
        this.end = count > Long.MAX_VALUE - from ? Long.MAX_VALUE : from + count;
        this.endNanos = startNanos + time.toNanos();
    }

    /// @param told what has been run, after each life, by any thread
    Optional<Simulation.Failed> run(Consumer<String> told) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().start(() -> live(told)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Optional.ofNullable(failed.get());
    }

    private void live(Consumer<String> told) {
        while (failed.get() == null && System.nanoTime() < endNanos) {
            long seed = next.getAndIncrement();
            if (seed >= end) {
                return;
            }
            try {
                add(Simulation.run(seed));
                told.accept(sum());
            } catch (Simulation.Failed e) {
                failed.compareAndSet(null, e);
            } catch (RuntimeException | Error e) {
                failed.compareAndSet(null, new Simulation.Failed(seed, "bug: " + e, e));
            }
        }
    }

    private synchronized void add(Simulation.Report life) {
        seeds++;
        sum =
                new Simulation.Report(
                        sum.accepted() + life.accepted(),
                        sum.versions() + life.versions(),
                        sum.switches() + life.switches(),
                        sum.parked() + life.parked(),
                        sum.searches() + life.searches(),
                        sum.crashes() + life.crashes(),
                        "");
    }

    synchronized Simulation.Report total() {
        return sum;
    }

    synchronized String sum() {
        long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
        return "seeds=" + seeds + " seconds=" + seconds + " " + words(sum);
    }

    static String words(Simulation.Report life) {
        return "events="
                + life.accepted()
                + " versions="
                + life.versions()
                + " switches="
                + life.switches()
                + " dead_letters="
                + life.parked()
                + " searches="
                + life.searches()
                + " crashes="
                + life.crashes()
                + (life.digest().isEmpty() ? "" : " digest=" + life.digest());
    }
}
