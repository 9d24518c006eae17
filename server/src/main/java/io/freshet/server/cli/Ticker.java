package io.freshet.server.cli;

import java.time.Duration;
import java.util.function.Supplier;

/// Says on standard error every few seconds how far something long has come, until it is closed.
/// Confined to one thread, but for what it asks.
final class Ticker implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Thread thread;

    /// @param says how far it is; asked by another thread
    Ticker(Terminal terminal, Supplier<String> says) {
        thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        while (true) {
                                            Thread.sleep(EVERY);
                                            terminal.err().println(says.get());
                                        }
                                    } catch (InterruptedException _) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
