package io.freshet.client;

import java.time.Duration;

/// A connection to the stream, open. One thread reads; any thread may close.
interface Socket extends AutoCloseable {
    /// How one is opened.
    interface Opening {
        /// @throws FreshetException where none can be
        Socket open();
    }

    void send(String text);

    /// The next whole text.
    ///
    /// @param silenceMax how long nothing at all may come, pings included
    /// @throws FreshetException once the connection is over or silent
    String next(Duration silenceMax);

    /// Says good-bye, and wakes who waits in [#next].
    @Override
    void close();
}
