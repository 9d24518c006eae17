package io.freshet.spi;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The result, some day, of a long call. Whoever forked it polls; the world completes it once. Safe
/// for any thread.
public final class Ticket<T> {
    private sealed interface Outcome<T> {}

    private record Value<T>(T value) implements Outcome<T> {}

    private record Failure<T>(Exception cause) implements Outcome<T> {}

    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();

    public boolean isDone() {
        return outcome.get() != null;
    }

    /// The call's value. Only once it is done.
    ///
    /// @throws ExecutionException with what the call threw
    public T result() throws ExecutionException {
        return switch (outcome.get()) {
            case null -> throw new IllegalStateException("bug: the ticket is not done");
            case Value<T>(T value) -> value;
            case Failure<T>(Exception cause) -> throw new ExecutionException(cause);
        };
    }

    /// For the world: the first completion counts, a later one is dropped.
    public boolean complete(T value) {
        return complete(new Value<>(value));
    }

    public boolean fail(Exception cause) {
        return complete(new Failure<>(cause));
    }

    private boolean complete(Outcome<T> how) {
        boolean first = outcome.compareAndSet(null, how);
        done.countDown();
        return first;
    }

    /// Blocks until it is done. For callers at the engine's doors; a step polls.
    public T await() throws InterruptedException {
        done.await();
        try {
            return result();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("bug: a call failed unchecked", e);
        }
    }
}
