package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Position;
import io.freshet.Reembedded;
import io.freshet.cost.CostReport;
import io.freshet.engine.Slot.Standing;
import io.freshet.feed.Signal;
import io.freshet.spi.Adapters;
import io.freshet.spi.Decoder;
import io.freshet.spi.Ledger;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// All collections of one process. They are known by name; one is opened at the start where events
/// wait in it or a source feeds it, else when it is first used. Safe for any thread.
public final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    static final Duration STOP_MAX = Duration.ofSeconds(3);
    private static final Duration OPEN_AGAIN = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Ledger.Head NOTHING = new Ledger.Head("", 0, 0, 0, 0, "");

    private final Adapters adapters;
    private final Wanted wanted;
    private final Pools pools;
    private final SystemWorld world;
    private final Opening opening;
    private final Map<CollectionName, Slot> slots = new ConcurrentSkipListMap<>();
    private final Set<Signal> signals = ConcurrentHashMap.newKeySet();
    private final Upkeep upkeep;
    private final Migrations migrations;
    private volatile boolean closed;

    private Engine(Adapters adapters, Wanted wanted) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.adapters = adapters;
        this.wanted = wanted;
        this.pools = new Pools(cores, cores);
        this.world = new SystemWorld(pools);
        this.opening = new Opening(adapters, wanted, pools);
        this.upkeep = new Upkeep(this, opening, world);
        this.migrations = new Migrations(this, opening, world);
    }

    /// As [#open(Adapters, Wanted)], with `knowledge_base` alone.
    public static Engine open(
            Adapters adapters, Function<CollectionName, CollectionSettings> settings) {
        return open(adapters, Wanted.of(settings));
    }

    /// Opens the collections that have something to do, and makes those that are wanted and not
    /// there. Blocks until their stored data is read; a collection that is corrupt is there and
    /// says so.
    public static Engine open(Adapters adapters, Wanted wanted) {
        Engine engine = new Engine(adapters, wanted);
        Set<CollectionName> existing = new TreeSet<>(adapters.existing());
        for (CollectionName name : existing) {
            Optional<CollectionStatus> resting =
                    wanted.fed().test(name) ? Optional.empty() : engine.opening.look(name);
            resting.filter(status -> status.journal().waiting() == 0)
                    .ifPresentOrElse(
                            status -> engine.slot(name).become(new Standing.Resting(status)),
                            () -> engine.start(engine.slot(name)));
        }
        for (CollectionName name : wanted.named()) {
            if (!existing.contains(name)) {
                engine.start(engine.slot(name));
            }
        }
        engine.upkeep.sweepIfDue();
        return engine;
    }

    private Slot slot(CollectionName name) {
        return slots.computeIfAbsent(name, _ -> new Slot(name, task -> pools.run(Lane.OPEN, task)));
    }

    /// The collections that exist, open or not.
    public List<CollectionName> names() {
        return slots.values().stream().filter(slot -> !slot.isAbsent()).map(Slot::name).toList();
    }

    /// What embedding took and what was spared in these days, both included, in UTC; collections
    /// that are gone are in it.
    public CostReport costs(LocalDate first, LocalDate last) throws InterruptedException {
        return world.call(Lane.READ, () -> opening.accounting().report(first, last));
    }

    /// How they stand; none is opened for it.
    public List<CollectionStatus> statuses() throws InterruptedException {
        List<CollectionStatus> statuses = new ArrayList<>();
        for (Slot slot : slots.values()) {
            switch (slot.standing()) {
                case Standing.Absent _ -> {}
                case Standing.Resting(CollectionStatus status) -> statuses.add(status);
                case Standing.Open(Shard shard) -> statuses.add(shard.status());
            }
        }
        return statuses;
    }

    /// Opened where it is not open.
    public Optional<Shard> find(CollectionName name) throws InterruptedException {
        Slot slot = slots.get(name);
        if (slot == null || slot.isAbsent()) {
            return Optional.empty();
        }
        Optional<Shard> open = slot.open();
        if (open.isPresent()) {
            return open;
        }
        requireOpen();
        return slot.inTurn(() -> openInTurn(slot, false));
    }

    /// The collection where it is open; it is not opened for it.
    public Optional<Shard> opened(CollectionName name) {
        return Optional.ofNullable(slots.get(name)).flatMap(Slot::open);
    }

    /// The place right behind all that the collection has announced; it is not opened for it. Empty
    /// where it is not there or cannot say.
    ///
    /// @throws FreshetException where it is open and cannot answer
    public Optional<Position> place(CollectionName name) {
        Slot slot = slots.get(name);
        return switch (slot == null ? new Standing.Absent() : slot.standing()) {
            case Standing.Absent _ -> Optional.empty();
            case Standing.Resting(CollectionStatus status) ->
                    Optional.of(status.head())
                            .filter(head -> !head.history().isEmpty())
                            .map(head -> Position.complete(head.history(), head.version()));
            case Standing.Open(Shard shard) -> Optional.of(shard.feed().now());
        };
    }

    /// The collection of this name, made if it is not there.
    public Shard create(CollectionName name) throws InterruptedException {
        Slot slot = slot(name);
        Optional<Shard> open = slot.open();
        if (open.isPresent()) {
            return open.get();
        }
        requireOpen();
        return slot.inTurn(() -> openInTurn(slot, true)).orElseThrow();
    }

    /// All names that were ever used here.
    Collection<Slot> slots() {
        return slots.values();
    }

    Optional<Slot> known(CollectionName name) {
        return Optional.ofNullable(slots.get(name));
    }

    Optional<Shard> openInTurn(Slot slot, boolean make) {
        requireOpen();
        Optional<Shard> open = slot.open();
        if (open.isPresent() || (slot.isAbsent() && !make)) {
            return open;
        }
        return Optional.of(start(slot));
    }

    private Shard start(Slot slot) {
        Shard shard = opening.shard(slot.name());
        shard.start();
        become(slot, new Standing.Open(shard));
        if (shard.mayOpenNow()) {
            pools.after(OPEN_AGAIN, () -> slot.later(() -> openAgain(slot, shard)));
        }
        return shard;
    }

    /// What waits in it is not to wait for somebody who uses it.
    private void openAgain(Slot slot, Shard failed) {
        boolean stillFailed =
                slot.standing() instanceof Standing.Open(Shard shard) && shard == failed;
        if (stillFailed && !closed) {
            var _ = start(slot);
        }
    }

    private void become(Slot slot, Standing now) {
        slot.become(now);
        signals.forEach(Signal::raise);
    }

    void requireOpen() {
        if (closed) {
            throw Awaited.ended();
        }
    }

    /// Changes what a collection is opened with: it stops, `change` is run, and it is opened again,
    /// also where `change` throws. It is made where it is not there.
    ///
    /// @param change is given the head that the collection stopped at
    public Shard change(CollectionName name, Consumer<Ledger.Head> change)
            throws InterruptedException {
        Slot slot = slot(name);
        return slot.inTurn(
                () -> {
                    requireOpen();
                    boolean exists = !slot.isAbsent();
                    Ledger.Head head = exists ? rest(slot, STOP_MAX) : NOTHING;
                    try {
                        change.accept(head);
                        exists = true;
                    } finally {
                        var _ = openInTurn(slot, exists);
                    }
                    return slot.open()
                            .orElseThrow(() -> new Unavailable("it does not open now", SOON));
                });
    }

    /// Somebody says that what a collection holds back may be embedded again: it is opened anew,
    /// and what was accepted so far is held no more.
    ///
    /// @return what was held; empty where nothing was, or there is no such collection
    public Optional<Reembedded> confirmReembedding(CollectionName name)
            throws InterruptedException {
        Optional<Shard> shard = find(name);
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        CollectionStatus status = shard.get().status();
        if (status.reembedding().isPresent()) {
            opening.confirm(name, status.journal().sequence());
            var _ = change(name, _ -> {});
        }
        return status.reembedding();
    }

    /// What was removed with a collection.
    ///
    /// @param version the last one that it had
    public record Removed(long documents, long version) {}

    /// Stops a collection and removes all that it has stored. One of the wanted ones is there again
    /// at once, empty.
    ///
    /// @return empty where it is not there
    public Optional<Removed> remove(CollectionName name) throws InterruptedException {
        Slot slot = slots.get(name);
        return slot == null ? Optional.empty() : slot.inTurn(() -> removeInTurn(slot));
    }

    private Optional<Removed> removeInTurn(Slot slot) throws InterruptedException {
        requireOpen();
        if (slot.isAbsent()) {
            return Optional.empty();
        }
        Ledger.Head head = rest(slot, Duration.ZERO);
        adapters.remove(slot.name(), head.version());
        opening.confirm(slot.name(), 0);
        become(slot, new Standing.Absent());
        if (wanted.named().contains(slot.name())) {
            var _ = openInTurn(slot, true);
        }
        return Optional.of(new Removed(head.documents(), head.version()));
    }

    /// Changing how a filled collection is embedded and cut.
    public Migrations migrations() {
        return migrations;
    }

    /// What is done to stored data as a whole.
    public Upkeep upkeep() {
        return upkeep;
    }

    /// Stops the collection where it is open: nothing of it is in work or open any more. Who asks
    /// for it meanwhile waits his turn.
    Ledger.Head rest(Slot slot, Duration patience) throws InterruptedException {
        if (slot.standing() instanceof Standing.Open(Shard shard)) {
            slot.become(new Standing.Resting(shard.status().resting()));
            shard.stop(world.nanos() + patience.toNanos());
            shard.quiet();
            shard.close();
        }
        Optional<CollectionStatus> resting = opening.look(slot.name());
        resting.ifPresent(status -> slot.become(new Standing.Resting(status)));
        return resting.isPresent() ? resting.get().head() : opening.lastHead(slot.name());
    }

    /// The signal is raised whenever a collection is opened, made or removed, until it is detached.
    public void attach(Signal signal) {
        signals.add(signal);
    }

    public void detach(Signal signal) {
        signals.remove(signal);
    }

    /// The models that open collections use, where they are asked, and how it went.
    public List<EmbedderStatus> embedders() {
        return opening.embedders();
    }

    /// The rerankers and what they did, by name.
    public List<RerankerStatus> rerankers() {
        return opening.rerankers().statuses();
    }

    /// Makes text of what is sent; it belongs to no collection.
    public Decoder decoder() {
        return adapters.decoder();
    }

    /// Takes no more events, lets what is in work commit for a moment, and closes everything. What
    /// waits is on disk.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        long end = world.nanos() + STOP_MAX.toNanos();
        boolean interrupted = Thread.interrupted();
        for (Slot slot : slots.values()) {
            interrupted |= awaitStop(slot, end);
        }
        pools.close();
        slots.values().stream()
                .map(Slot::standing)
                .filter(Standing.Open.class::isInstance)
                .forEach(open -> ((Standing.Open) open).shard().close());
        opening.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// To the end, also where the caller is interrupted: what steps still use is not closed.
    ///
    /// @return whether he was interrupted
    private static boolean awaitStop(Slot slot, long end) {
        Awaited<Boolean> stopping = slot.begin(() -> stop(slot, end));
        boolean interrupted = false;
        while (true) {
            try {
                var _ = stopping.await();
                return interrupted;
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "not stopped cleanly collection=" + slot.name(),
                        e);
                return interrupted;
            }
        }
    }

    private static boolean stop(Slot slot, long end) throws InterruptedException {
        if (slot.standing() instanceof Standing.Open(Shard shard)) {
            shard.stop(end);
            return true;
        }
        return false;
    }
}
