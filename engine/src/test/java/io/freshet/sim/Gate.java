package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A door at which calls stand until a test opens it. Safe for any thread.
public final class Gate {
    private final Semaphore arrivals = new Semaphore(0);
    private final CountDownLatch opened = new CountDownLatch(1);

    /// Returns when so many calls more have arrived, whether or not they still stand here.
    public void awaitArrivals(int calls, Duration atMost) throws InterruptedException {
        if (!arrivals.tryAcquire(calls, atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("fewer calls arrived; calls=" + calls);
        }
    }

    /// For good: whoever stands here goes on, whoever comes passes.
    public void open() {
        opened.countDown();
    }

    /// Stands here until it is open.
    public void pass() {
        arrivals.release();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted at the gate", e);
        }
    }
}
