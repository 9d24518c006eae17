package io.freshet.engine;

import io.freshet.Budget;
import io.freshet.Chunk;
import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Money;
import io.freshet.Scope;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.Sides.Phase;
import io.freshet.SpentFor;
import io.freshet.embedding.AskedEmbedder;
import io.freshet.embedding.Background;
import io.freshet.engine.MigrationStatus.State;
import io.freshet.migration.Comparison;
import io.freshet.migration.Shadow;
import io.freshet.spi.Embedder;
import io.freshet.spi.World.Lane;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// Changes how a filled collection is embedded and cut: a second store is filled while the first
/// serves, and both change places in one version. One migration at a time for a collection, whose
/// ledger keeps it. The collection stops for a moment for each of these, and who asks for it
/// meanwhile waits. Blocking; safe for any thread.
public final class Migrations {
    private final Engine engine;
    private final Opening opening;
    private final SystemWorld world;

    Migrations(Engine engine, Opening opening, SystemWorld world) {
        this.engine = engine;
        this.opening = opening;
        this.world = world;
    }

    /// What is to become of a collection; what is empty stays as it is.
    public record Target(Optional<String> embedder, Optional<Chunking> chunking) {}

    /// What came of it.
    public sealed interface Outcome {
        record Done(MigrationStatus status) implements Outcome {}

        record Refused(Reason reason, String detail) implements Outcome {}
    }

    /// Why nothing was done.
    public enum Reason {
        UNKNOWN_EMBEDDER,
        SAME,
        /// Not in the state that the migration is in.
        STATE,
        NOT_READY,
        /// The other store does not hold what it should.
        DIFFERS
    }

    /// An act on what a collection has stored while nothing of it runs.
    private interface Act {
        Optional<Outcome.Refused> on(Stored stored);
    }

    /// Empty where the collection is not there; likewise of the others.
    public Optional<MigrationStatus> status(CollectionName name) throws InterruptedException {
        Optional<Shard> shard = engine.find(name);
        return shard.isPresent() ? Optional.of(status(shard.get().open())) : Optional.empty();
    }

    /// Of a collection that is open, nothing where it cannot say.
    public static Optional<MigrationStatus> status(Shard shard) {
        try {
            return Optional.of(status(shard.open()));
        } catch (FreshetException _) {
            return Optional.empty();
        }
    }

    static MigrationStatus status(Pipeline steps) {
        Sided sided = steps.ports().sided();
        Sides sides = sided.sides().orElseThrow();
        Optional<Beside> beside = steps.projections().beside();
        Optional<Shadow.Progress> progress = beside.map(Beside::progress);
        Optional<Comparison> comparison = beside.flatMap(Beside::comparison);
        boolean isReady =
                progress.filter(Shadow.Progress::reached).isPresent() && comparison.isPresent();
        State state =
                sides.other()
                        .map(
                                other ->
                                        switch (other.phase()) {
                                            case FILLING -> isReady ? State.READY : State.FILLING;
                                            case PAUSED -> State.PAUSED;
                                            case SWITCHED -> State.SWITCHED;
                                        })
                        .orElse(State.NONE);
        return new MigrationStatus(
                state,
                sides.inForce(),
                sides.other().map(Sides.Other::side),
                progress,
                comparison,
                sided.configured(),
                sided.problem());
    }

    /// What a migration would take. Nothing is changed.
    public Optional<Estimated> estimate(CollectionName name, Target target)
            throws InterruptedException {
        Optional<Shard> shard = engine.find(name);
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        Ports ports = shard.get().open().ports();
        Optional<Embedder> embedder = embedder(name, ports.sided(), target);
        if (embedder.isEmpty()) {
            return Optional.of(new Estimated.Refused(unknown(ports.sided(), target)));
        }
        Side side = side(ports.sided().sides().orElseThrow(), target, embedder.get());
        AskedEmbedder asked =
                new AskedEmbedder(
                        opening.asking().endpoints(embedder.get(), name),
                        world,
                        ports.meter(),
                        SpentFor.MIGRATION);
        Background texts =
                new Background(
                        world, ports.vectors(), asked, opening.asking().desk(embedder.get()));
        Anew anew = new Anew(ports.ledger(), Beside.cut(ports.extractor(), side), texts);
        Anew.Walk walk = anew.walk(ports.ledger().head().version(), new Scope("", List.of()));
        while (!walk.isOver()) {
            List<Chunk> _ = world.call(Lane.PLAN, walk::next);
        }
        return Optional.of(
                new Estimated.Would(
                        side, walk.estimate(), cost(embedder.get(), walk.estimate().tokens())));
    }

    /// At the endpoint that is asked first.
    static Optional<Money> cost(Embedder embedder, long tokens) {
        return embedder.endpoints().stream()
                .findFirst()
                .flatMap(Embedder::price)
                .map(price -> price.of(tokens));
    }

    /// What came of an estimate.
    public sealed interface Estimated {
        /// @param side that the collection would have
        /// @param cost of what is to be embedded; empty where no price is known
        record Would(Side side, Estimate estimate, Optional<Money> cost) implements Estimated {}

        record Refused(Outcome.Refused why) implements Estimated {}
    }

    private static String wanted(Sided sided, Target target) {
        return target.embedder().orElseGet(() -> sided.sides().orElseThrow().inForce().embedder());
    }

    private Optional<Embedder> embedder(CollectionName name, Sided sided, Target target)
            throws InterruptedException {
        String wanted = wanted(sided, target);
        return world.call(Lane.OPEN, () -> opening.adapters().embedderNamed(name, wanted));
    }

    private static Outcome.Refused unknown(Sided sided, Target target) {
        return new Outcome.Refused(
                Reason.UNKNOWN_EMBEDDER,
                "no embedder of this name is configured: " + wanted(sided, target));
    }

    private static Side side(Sides sides, Target target, Embedder embedder) {
        Side now = sides.inForce();
        return Deciding.side(
                target.embedder().orElse(now.embedder()),
                embedder,
                target.chunking().orElse(now.chunking()),
                now.slot() == 0 ? 1 : 0);
    }

    /// Begins to fill the other side.
    public Optional<Outcome> start(CollectionName name, Target target) throws InterruptedException {
        Optional<Shard> shard = engine.find(name);
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        Sided sided = shard.get().open().ports().sided();
        Optional<Embedder> embedder = embedder(name, sided, target);
        if (embedder.isEmpty()) {
            return Optional.of(unknown(sided, target));
        }
        return act(
                name,
                sides -> startable(sides, side(sides, target, embedder.get())),
                stored -> {
                    Sides sides = stored.sided().sides().orElseThrow();
                    TreeSet<Integer> kept = new TreeSet<>();
                    kept.add(sides.inForce().slot());
                    opening.adapters().keepStores(name, kept);
                    return begin(stored, side(sides, target, embedder.get()));
                });
    }

    /// Nothing may lie in that side's place.
    static Optional<Outcome.Refused> begin(Stored stored, Side side) {
        Sides sides = stored.sided().sides().orElseThrow();
        stored.ledger().keep(sides.with(new Sides.Other(side, Phase.FILLING)));
        return Optional.empty();
    }

    static Optional<Outcome.Refused> startable(Sides sides, Side side) {
        if (sides.other().isPresent()) {
            return refused(
                    Reason.STATE,
                    sides.other().get().phase() == Phase.SWITCHED
                            ? "the collection can still go back to the side before: drop that first"
                            : "a migration is under way: cancel it first");
        }
        return sides.inForce().holdsTheSameAs(side)
                ? refused(Reason.SAME, "the collection is embedded and cut in this way already")
                : Optional.empty();
    }

    private static Optional<Outcome.Refused> refused(Reason reason, String detail) {
        return Optional.of(new Outcome.Refused(reason, detail));
    }

    /// Nothing is done for it until it is resumed.
    public Optional<Outcome> pause(CollectionName name) throws InterruptedException {
        return turn(name, Phase.FILLING, Optional.of(Phase.PAUSED));
    }

    public Optional<Outcome> resume(CollectionName name) throws InterruptedException {
        return turn(name, Phase.PAUSED, Optional.of(Phase.FILLING));
    }

    /// What was filled is dropped; its vectors stay until the next sweep.
    public Optional<Outcome> cancel(CollectionName name) throws InterruptedException {
        return act(name, Migrations::cancellable, stored -> turn(stored, Optional.empty()));
    }

    static Optional<Outcome.Refused> cancellable(Sides sides) {
        return sides.other().isPresent() && sides.other().get().phase() != Phase.SWITCHED
                ? Optional.empty()
                : refused(Reason.STATE, "there is no migration to cancel");
    }

    /// After a switch: there is no way back any more.
    public Optional<Outcome> drop(CollectionName name) throws InterruptedException {
        return turn(name, Phase.SWITCHED, Optional.empty());
    }

    /// @param then empty: there is no other side any more
    private Optional<Outcome> turn(CollectionName name, Phase from, Optional<Phase> then)
            throws InterruptedException {
        return act(name, sides -> in(sides, from), stored -> turn(stored, then));
    }

    static Optional<Outcome.Refused> turn(Stored stored, Optional<Phase> then) {
        Sides sides = stored.sided().sides().orElseThrow();
        Optional<Sides.Other> other =
                then.map(phase -> new Sides.Other(sides.other().orElseThrow().side(), phase));
        stored.ledger().keep(other.map(sides::with).orElseGet(sides::alone));
        return Optional.empty();
    }

    static Optional<Outcome.Refused> in(Sides sides, Phase wanted) {
        boolean is = sides.other().map(Sides.Other::phase).equals(Optional.of(wanted));
        String now =
                sides.other()
                        .map(
                                other ->
                                        switch (other.phase()) {
                                            case FILLING -> "a migration is under way";
                                            case PAUSED -> "the migration is paused";
                                            case SWITCHED -> "the migration was switched to";
                                        })
                        .orElse("there is no migration");
        return is ? Optional.empty() : refused(Reason.STATE, now);
    }

    /// Puts the filled side in force by one version; the one before is kept fresh.
    public Optional<Outcome> switchOver(CollectionName name) throws InterruptedException {
        return change(name, Phase.FILLING);
    }

    /// Goes back to the side before, by one version; the other is kept fresh.
    public Optional<Outcome> revert(CollectionName name) throws InterruptedException {
        return change(name, Phase.SWITCHED);
    }

    private Optional<Outcome> change(CollectionName name, Phase from) throws InterruptedException {
        Optional<Shard> shard = engine.find(name);
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        Pipeline steps = shard.get().open();
        Optional<Outcome.Refused> early = in(steps.ports().sided().sides().orElseThrow(), from);
        if (early.isEmpty()) {
            early = Switching.unready(status(steps));
        }
        return early.isPresent()
                ? Optional.of(early.get())
                : act(
                        name,
                        sides -> in(sides, from),
                        stored ->
                                new Switching(
                                                world,
                                                stored,
                                                opening.vectors(),
                                                opening.adapters().extractor(),
                                                opening.accounting()
                                                        .meter(name, world, Budget.NONE))
                                        .run());
    }

    /// @param check on the sides before and once nothing runs
    private Optional<Outcome> act(
            CollectionName name, Function<Sides, Optional<Outcome.Refused>> check, Act act)
            throws InterruptedException {
        Optional<Shard> shard = engine.find(name);
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        Optional<Outcome.Refused> early =
                check.apply(shard.get().open().ports().sided().sides().orElseThrow());
        if (early.isPresent()) {
            return Optional.of(early.get());
        }
        Slot slot = engine.known(name).orElseThrow();
        Optional<Outcome.Refused> refused = slot.inTurn(() -> actInTurn(slot, check, act));
        return refused.isPresent()
                ? Optional.of(refused.get())
                : status(name).map(Outcome.Done::new);
    }

    private Optional<Outcome.Refused> actInTurn(
            Slot slot, Function<Sides, Optional<Outcome.Refused>> check, Act act)
            throws InterruptedException {
        engine.requireOpen();
        if (slot.isAbsent()) {
            return refused(Reason.STATE, "the collection was removed meanwhile");
        }
        var _ = engine.rest(slot, Engine.STOP_MAX);
        try (Stored stored = opening.stored(slot.name())) {
            Optional<Outcome.Refused> late = check.apply(stored.sided().sides().orElseThrow());
            return late.isPresent() ? late : act.on(stored);
        } finally {
            var _ = engine.openInTurn(slot, true);
        }
    }
}
