package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Purge;
import io.freshet.embedding.Probes;
import io.freshet.engine.Slot.Standing;
import io.freshet.spi.Vectors;
import io.freshet.spi.World.Lane;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// What is done to stored data as a whole: forgetting and copying, one at a time. Blocking; safe
/// for any thread.
public final class Upkeep {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final Engine engine;
    private final Opening opening;
    private final SystemWorld world;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Upkeep(Engine engine, Opening opening, SystemWorld world) {
        this.engine = engine;
        this.opening = opening;
        this.world = world;
    }

    /// Forgets documents: when this returns, nothing of their texts, metadata and vectors is left
    /// in what is stored, in no version of the collection. It stops for that, and is opened again
    /// before the vectors are swept; who asks for it meanwhile waits.
    ///
    /// @param expectMax where more documents are matched, none is forgotten
    ///
    /// @return empty where the collection is not there
    public Optional<Purged> purge(CollectionName name, Purge purge, OptionalLong expectMax)
            throws InterruptedException {
        Optional<Slot> slot = engine.known(name);
        if (slot.isEmpty()) {
            return Optional.empty();
        }
        oneAtATime.lockInterruptibly();
        try {
            Optional<Purged> done =
                    slot.get().inTurn(() -> purgeInTurn(slot.get(), purge, expectMax));
            if (done.filter(Purged.Done.class::isInstance).isPresent()) {
                var _ = world.call(Lane.OPEN, this::sweep);
            }
            return done;
        } finally {
            oneAtATime.unlock();
        }
    }

    private Optional<Purged> purgeInTurn(Slot slot, Purge purge, OptionalLong expectMax)
            throws InterruptedException {
        engine.requireOpen();
        if (slot.isAbsent()) {
            return Optional.empty();
        }
        var _ = engine.rest(slot, Engine.STOP_MAX);
        try {
            return Optional.of(opening.purge(slot.name(), purge, expectMax));
        } finally {
            var _ = engine.openInTurn(slot, true);
        }
    }

    /// Where a purge was broken off before its vectors went.
    void sweepIfDue() {
        try {
            if (opening.vectors().isSweepDue()) {
                var _ = sweep();
            }
        } catch (FreshetException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "vectors of purged documents are still stored; they go with the next start or"
                            + " purge that can read every collection",
                    e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Vectors that nothing refers to go.
    private boolean sweep() throws InterruptedException {
        opening.vectors()
                .sweep(
                        mark -> {
                            mark.accept(Probes.hashes());
                            for (Slot slot : engine.slots()) {
                                retainedInTurn(slot, mark);
                            }
                        });
        return true;
    }

    private void retainedInTurn(Slot slot, Consumer<Collection<String>> mark)
            throws InterruptedException {
        try {
            var _ = slot.inTurn(() -> retained(slot, mark));
        } catch (FreshetException e) {
            throw new Unavailable(
                    "the documents are forgotten, but their vectors are still stored: they go once"
                            + " every collection can be read; this one cannot: "
                            + slot.name(),
                    e);
        }
    }

    /// First what is in work, and then what is committed: nothing slips from the one to the other
    /// unseen (I5).
    private boolean retained(Slot slot, Consumer<Collection<String>> mark) {
        switch (slot.standing()) {
            case Standing.Absent _ -> {}
            case Standing.Resting _ -> opening.retained(slot.name(), mark);
            case Standing.Open(Shard shard) -> {
                Pipeline steps = shard.open();
                mark.accept(steps.inWork().texts());
                Purging.retained(steps.ports().ledger(), steps.ports().extractor(), mark);
            }
        }
        return true;
    }

    /// Writes a collection into a directory: `journal.db`, `ledger.db`, and the `vectors.db` that
    /// belongs to it. Events are accepted meanwhile, but no version is made between the first two
    /// copies: so they are what a crash at that moment could have left, and what is open again
    /// finds what the journal had not dropped yet settled by its sequence.
    ///
    /// @return false where the collection is not there
    public boolean copy(CollectionName name, Path directory) throws InterruptedException {
        oneAtATime.lockInterruptibly();
        try {
            Optional<Shard> found = engine.find(name);
            return found.isPresent()
                    && world.call(Lane.OPEN, () -> copy(found.get().open(), directory));
        } finally {
            oneAtATime.unlock();
        }
    }

    private static boolean copy(Pipeline steps, Path directory) throws InterruptedException {
        Ports ports = steps.ports();
        Vectors.Retained told =
                steps.betweenCommits(
                        () -> {
                            ports.journal().copyTo(directory.resolve("journal.db"));
                            return ports.ledger().copyTo(directory.resolve("ledger.db"));
                        });
        ports.vectors()
                .copyTo(
                        directory.resolve("vectors.db"),
                        mark -> {
                            mark.accept(Probes.hashes());
                            told.tell(mark);
                        });
        return true;
    }
}
