package io.freshet.sim;

import io.freshet.Chunking;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Sides;
import io.freshet.Sides.Phase;
import io.freshet.engine.StoredDoor;
import io.freshet.migration.Comparison;
import java.util.Optional;

/// What people do to give a simulated collection another embedder, or to have it cut otherwise.
/// Confined to one thread.
final class SimMigration {
    private static final Chunking FINER = new Chunking(32, Chunking.Prefix.NONE);

    private final SimCollection collection;
    private final SimMachine machine;
    private boolean mustBeFilled;

    SimMigration(SimCollection collection, SimMachine machine) {
        this.collection = collection;
        this.machine = machine;
    }

    private Optional<Sides> sides() {
        return collection.ledgerState().sides;
    }

    private Optional<Phase> phase() {
        return sides().flatMap(Sides::other).map(Sides.Other::phase);
    }

    /// How documents are cut now.
    Chunking chunking() {
        return sides().map(sides -> sides.inForce().chunking())
                .orElse(collection.settings().chunking());
    }

    /// The collection rests for a moment, and may be found in another state then.
    ///
    /// @return whether it was done
    boolean run(SimAction.Migrate action) {
        boolean changes =
                action.does() == SimAction.Migrate.Step.SWITCH
                        || action.does() == SimAction.Migrate.Step.REVERT;
        boolean isReady = collection.pipeline().filter(steps -> !changes || isReady()).isPresent();
        if (!isReady) {
            return false;
        }
        collection.rest();
        try {
            return act(collection.stored(), action);
        } catch (Unavailable | Refused e) {
            machine.embeddings().forEach(SimEmbedding::expired);
            return false;
        } finally {
            collection.open();
        }
    }

    private boolean isReady() {
        try {
            return StoredDoor.isReady(collection.pipeline().orElseThrow());
        } catch (Unavailable e) {
            return false;
        }
    }

    private boolean act(StoredDoor stored, SimAction.Migrate action) {
        return switch (action.does()) {
            case START -> {
                SimEmbedding now = collection.embedding();
                Chunking cut = chunking();
                Chunking otherCut = cut.equals(FINER) ? collection.settings().chunking() : FINER;
                yield stored.start(
                        (action.otherModel() ? machine.other(now) : now).name(),
                        action.otherCut() ? otherCut : cut);
            }
            case PAUSE -> stored.turn(Phase.FILLING, Optional.of(Phase.PAUSED));
            case RESUME -> stored.turn(Phase.PAUSED, Optional.of(Phase.FILLING));
            case CANCEL -> stored.cancel();
            case SWITCH -> stored.change(Phase.FILLING, collection.world());
            case REVERT -> stored.change(Phase.SWITCHED, collection.world());
            case DROP -> stored.turn(Phase.SWITCHED, Optional.empty());
        };
    }

    private boolean run(SimAction.Migrate.Step does) {
        return run(new SimAction.Migrate(0, does, false, false));
    }

    /// Nothing is wrong any more: the other side, where there is one, will be filled.
    void fill() {
        run(SimAction.Migrate.Step.RESUME);
        mustBeFilled = true;
    }

    boolean isAtRest() {
        return !mustBeFilled || collection.pipeline().filter(StoredDoor::isFilled).isPresent();
    }

    /// Whatever was filled is what it should be, and is gone over to.
    void change() {
        Optional<Phase> phase = phase();
        if (phase.isEmpty() || collection.mayHaveStrayRows()) {
            return;
        }
        SimPromise.that(
                StoredDoor.comparison(collection.pipeline().orElseThrow())
                        .filter(Comparison::isWhole)
                        .isPresent(),
                () -> "I4: the other side is not what its documents are cut into");
        boolean done =
                run(
                        phase.get() == Phase.SWITCHED
                                ? SimAction.Migrate.Step.REVERT
                                : SimAction.Migrate.Step.SWITCH);
        SimPromise.that(done, () -> "what is filled cannot be switched to");
    }

    /// There is one side from now on.
    void end() {
        run(SimAction.Migrate.Step.CANCEL);
        run(SimAction.Migrate.Step.DROP);
        SimPromise.that(phase().isEmpty(), () -> "a migration does not end");
    }
}
