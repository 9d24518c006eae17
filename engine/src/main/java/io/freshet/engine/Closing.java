package io.freshet.engine;

import io.freshet.spi.Source;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// How a collection comes to rest, and what nobody can wait for is closed. Sources are not trusted:
/// one that hangs is left behind on a thread that ends with the process.
final class Closing {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private Closing() {}

    static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, () -> "not closed cleanly", e);
        }
    }

    /// Begins nothing more, and waits for what was asked for, unless it is over before.
    static void awaitIdle(Pipeline steps, BooleanSupplier isOver) throws InterruptedException {
        Projections stores = steps.projections();
        steps.sources().end();
        stores.end();
        while ((!steps.isIdle() || stores.areAsking()) && !isOver.getAsBoolean()) {
            steps.outcomes().awaitProgress(steps.outcomes().progress(), POLL);
        }
    }

    static void sources(List<Source> sources) throws InterruptedException {
        if (sources.isEmpty()) {
            return;
        }
        Thread closing =
                Thread.ofPlatform()
                        .daemon()
                        .name("freshet-source-close")
                        .start(() -> sources.forEach(Closing::close));
        if (!closing.join(WAIT_MAX)) {
            LOG.log(System.Logger.Level.WARNING, () -> "a source does not close, it is left");
        }
    }

    private static void close(Source source) {
        try {
            source.close();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "source not closed cleanly source=" + source.name(),
                    e);
        }
    }
}
