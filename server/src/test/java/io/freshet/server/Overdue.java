package io.freshet.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Ends a process that takes far longer than anything does, so that whoever reads what it says, or
/// waits for its end, goes on and sees what is wrong.
public final class Overdue implements AutoCloseable {
    private static final int MINUTES_MAX = 10;

    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    public Overdue(Process process) {
        var _ =
                done.orTimeout(MINUTES_MAX, TimeUnit.MINUTES)
                        .exceptionally(
                                _ -> {
                                    process.destroyForcibly();
                                    return false;
                                });
    }

    /// It came in time.
    @Override
    public void close() {
        done.complete(true);
    }
}
