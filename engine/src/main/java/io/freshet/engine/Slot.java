package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/// A collection's name and what stands there. What opens, changes or removes the collection runs
/// one after the other, on platform threads; whoever asks for it waits its turn. A name that was
/// used once keeps its slot. Safe for any thread.
final class Slot {
    private final CollectionName name;
    private final InOrder order;
    private volatile Standing standing = new Standing.Absent();

    Slot(CollectionName name, Executor threads) {
        this.name = name;
        this.order = new InOrder(threads);
    }

    /// What there is of a collection.
    sealed interface Standing {
        record Absent() implements Standing {}

        /// It is on disk and nothing of it is open.
        record Resting(CollectionStatus status) implements Standing {}

        record Open(Shard shard) implements Standing {}
    }

    CollectionName name() {
        return name;
    }

    Standing standing() {
        return standing;
    }

    /// Only in turn.
    void become(Standing now) {
        standing = now;
    }

    /// The shard where it is open. One that could not be opened for a while is tried again.
    Optional<Shard> open() {
        return standing instanceof Standing.Open(Shard shard) && !shard.mayOpenNow()
                ? Optional.of(shard)
                : Optional.empty();
    }

    boolean isAbsent() {
        return standing instanceof Standing.Absent;
    }

    /// Runs it in turn, and nobody waits.
    void later(Runnable work) {
        order.run(work);
    }

    /// Runs it in turn, while the caller waits.
    <T> T inTurn(Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        try {
            order.run(task);
            return task.get();
        } catch (RejectedExecutionException _) {
            throw new Unavailable("the server stops", Duration.ofSeconds(1));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("bug: " + e.getCause(), e);
            }
        }
    }
}
