package io.freshet.feed;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one waiting thread. A signal raised while nobody waits is kept, once. Safe for any thread.
public final class Signal {
    private final Semaphore raised = new Semaphore(0);

    public void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /// Waits until it is raised, at most for `timeout`, and lowers it.
    ///
    /// @return whether it was raised
    public boolean await(Duration timeout) throws InterruptedException {
        boolean woken = raised.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        raised.drainPermits();
        return woken;
    }
}
