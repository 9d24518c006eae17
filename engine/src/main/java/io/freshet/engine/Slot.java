package io.freshet.engine;

import io.freshet.CollectionName;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// A collection's name and what stands there. What opens, changes or removes the collection runs
/// one after the other, on platform threads; whoever asks for it waits its turn. A name that was
/// used once keeps its slot. Safe for any thread.
final class Slot {
    private final CollectionName name;
    private final InOrder order;
    private volatile Standing standing = new Standing.Absent();

    Slot(CollectionName name, Consumer<Task> threads) {
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
    void later(Task work) {
        order.run(work);
    }

    /// Runs it in turn, while the caller waits.
    <T> T inTurn(Callable<T> work) throws InterruptedException {
        return begin(work).await();
    }

    /// Runs it in turn, and the caller may wait.
    <T> Awaited<T> begin(Callable<T> work) {
        Awaited<T> task = new Awaited<>(work);
        order.run(task);
        return task;
    }
}
