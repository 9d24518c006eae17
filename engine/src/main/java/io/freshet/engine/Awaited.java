package io.freshet.engine;

import io.freshet.FreshetException.Unavailable;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A call on somebody else's thread, for the one who waits for it. Safe for any thread.
final class Awaited<T> implements Task {
    private final FutureTask<T> call;

    Awaited(Callable<T> call) {
        this.call = new FutureTask<>(call);
    }

    @Override
    public void run() {
        call.run();
    }

    @Override
    public void dropped() {
        var _ = call.cancel(false);
    }

    /// @throws Unavailable also where the threads end before the call
    T await() throws InterruptedException {
        try {
            return call.get();
        } catch (CancellationException _) {
            throw ended();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case InterruptedException _ -> throw ended();
                case null, default -> throw new IllegalStateException("bug: " + e.getCause(), e);
            }
        }
    }

    /// What is told where the threads end before a call.
    static Unavailable ended() {
        return new Unavailable("the server stops", Duration.ofSeconds(1));
    }
}
