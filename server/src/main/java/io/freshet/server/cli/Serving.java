package io.freshet.server.cli;

import io.freshet.CollectionName;
import io.freshet.SourceStatus;
import io.freshet.library.config.Config;
import java.util.List;

/// Starts the server that `serve` runs: the command line knows no part of it.
@FunctionalInterface
public interface Serving {
    /// Listens, and opens the engine in the background.
    ///
    /// @throws IllegalStateException where the address or the data directory cannot be had; its
    ///   message is for the user
    Running start(Config config);

    /// A place that a collection follows.
    ///
    /// @param waiting documents of the collection that are accepted and not searchable yet
    record Followed(CollectionName collection, SourceStatus status, long waiting) {}

    /// A server that runs.
    interface Running extends AutoCloseable {
        int port();

        /// Waits until it answers searches.
        ///
        /// @throws IllegalStateException where it never will; its message is for the user
        void awaitReady() throws InterruptedException;

        /// The places that collections follow.
        List<Followed> followed() throws InterruptedException;

        /// Lets what runs end, and stops.
        @Override
        void close();
    }
}
