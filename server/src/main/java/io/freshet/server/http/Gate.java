package io.freshet.server.http;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Counts running requests, and lets no new one in once it is shut. Safe for any thread.
final class Gate {
    private final AtomicBoolean shut = new AtomicBoolean();
    private final Phaser running = new Phaser(1);

    /// @return whether the request may run; then it must [#leave]
    boolean enter() {
        if (shut.get()) {
            return false;
        }
        running.register();
        if (shut.get()) {
            running.arriveAndDeregister();
            return false;
        }
        return true;
    }

    void leave() {
        running.arriveAndDeregister();
    }

    boolean isShut() {
        return shut.get();
    }

    void shut() {
        shut.set(true);
    }

    /// Waits until all running requests have left, at most for `timeout`.
    ///
    /// @return whether they have
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        int phase = running.arrive();
        try {
            running.awaitAdvanceInterruptibly(phase, timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
