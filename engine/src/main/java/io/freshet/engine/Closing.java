package io.freshet.engine;

import io.freshet.spi.Source;
import java.time.Duration;
import java.util.List;

/// Closes what nobody can wait for. Sources are not trusted: one that hangs is left behind on a
/// thread that ends with the process.
final class Closing {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());
    private static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private Closing() {}

    static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, () -> "not closed cleanly", e);
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
