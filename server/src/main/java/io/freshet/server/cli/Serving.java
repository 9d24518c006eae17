package io.freshet.server.cli;

import io.freshet.server.config.Config;

/// Starts the server that `serve` runs: the command line knows no part of it.
@FunctionalInterface
public interface Serving {
    /// Listens, and opens the engine in the background.
    ///
    /// @throws IllegalStateException where the address or the data directory cannot be had; its
    ///   message is for the user
    Running start(Config config);

    /// A server that runs.
    interface Running extends AutoCloseable {
        int port();

        /// Waits until it answers searches.
        ///
        /// @throws IllegalStateException where it never will; its message is for the user
        void awaitReady() throws InterruptedException;

        /// Lets what runs end, and stops.
        @Override
        void close();
    }
}
