package io.freshet.server.stream;

/// One that follows feeds until it is told to stop. Safe for any thread.
interface Subscriber {
    /// Ends soon: what is being written is finished, and the client is told.
    void stop();

    /// Ends now, also where the client does not read.
    void cut();
}
