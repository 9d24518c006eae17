package io.freshet.sim;

import io.freshet.CollectionName;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Meter;
import io.freshet.engine.Ports;
import io.freshet.engine.StoredDoor;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/// What a simulated collection is opened from: its disk, behind all that may go wrong with it and
/// all who watch. Confined to one thread.
final class SimAdapters implements Adapters {
    private final SimMachine machine;
    private final SimCollection collection;
    private final SimEmbedding configured;
    private final Map<Integer, MemoryStore.Disk> disks = new TreeMap<>();
    private final Map<Integer, MemoryStore> stores = new TreeMap<>();

    /// @param configured that it is to be embedded with, where nothing else is in force
    SimAdapters(SimMachine machine, SimCollection collection, SimEmbedding configured) {
        this.machine = machine;
        this.collection = collection;
        this.configured = configured;
    }

    private Optional<Sides> sides() {
        return collection.ledgerState().sides;
    }

    /// That is in force.
    SimEmbedding embedding() {
        return sides().map(Sides::inForce).map(this::embedding).orElse(configured);
    }

    private SimEmbedding embedding(Side side) {
        return machine.embedding(side.space());
    }

    /// Of the side in force.
    MemoryStore store() {
        return store(sides().map(Sides::inForce).map(Side::slot).orElse(0));
    }

    /// Of both sides, as far as they were opened.
    List<MemoryStore> stores() {
        return List.copyOf(stores.values());
    }

    private MemoryStore store(int slot) {
        return stores.computeIfAbsent(slot, _ -> new MemoryStore("memory", disk(slot)));
    }

    private MemoryStore.Disk disk(int slot) {
        return disks.computeIfAbsent(slot, _ -> new MemoryStore.Disk());
    }

    /// The store in force loses its newest states.
    void lose(int states) {
        disk(sides().map(Sides::inForce).map(Side::slot).orElse(0)).lose(states);
    }

    /// So does that of each side.
    void loseAll(int states) {
        disks.values().forEach(disk -> disk.lose(states));
    }

    /// Nothing is open any more.
    void closed() {
        stores.clear();
    }

    StoredDoor.Models models() {
        return new StoredDoor.Models(
                vectors(),
                embedder ->
                        Endpoints.of(
                                embedder,
                                machine.embedding(embedder.space().fingerprint()).limiter()),
                embedder -> machine.embedding(embedder.space().fingerprint()).desk());
    }

    /// What it would run on with another embedder than that in force.
    Ports with(SimEmbedding other, Source source) {
        return new Ports(
                journal(),
                ledger(),
                List.of(watched(store(), other)),
                vectors(),
                Endpoints.of(machine.tamper().embedder(other.embedder()), other.limiter()),
                other.desk(),
                extractor(),
                List.of(source),
                Meter.NONE);
    }

    private Journal journal() {
        return machine.tamper()
                .journal(
                        machine.flaky()
                                .journal(collection.witness().journal(collection.journal())));
    }

    private Ledger ledger() {
        return machine.tamper()
                .ledger(machine.flaky().ledger(collection.witness().ledger(collection.ledger())));
    }

    private Store watched(Store store, SimEmbedding of) {
        return machine.tamper().store(machine.flaky().store(of.store(store, machine.other(of))));
    }

    /// It stays open for those who look at it from outside.
    @Override
    public Journal journal(CollectionName name) {
        return PortProxy.of(
                Journal.class,
                journal(),
                call -> call.name().equals("close") ? null : call.proceed());
    }

    @Override
    public Ledger ledger(CollectionName name, String newHistory) {
        return ledger();
    }

    @Override
    public List<Store> stores(CollectionName name, int dimensions, int slot) {
        SimEmbedding of =
                sides().flatMap(Sides::other)
                        .map(Sides.Other::side)
                        .filter(side -> side.slot() == slot)
                        .map(this::embedding)
                        .orElseGet(this::embedding);
        stores.remove(slot);
        return List.of(watched(store(slot), of));
    }

    @Override
    public void keepStores(CollectionName name, SortedSet<Integer> slots) {
        disks.keySet().retainAll(slots);
    }

    /// Whatever is kept is kept in the space that it is of.
    @Override
    public Vectors vectors() {
        Vectors real = new MemoryVectors(machine.vectors());
        Vectors checked =
                PortProxy.of(
                        Vectors.class,
                        real,
                        call -> {
                            if (call.name().equals("put")) {
                                put((String) call.arguments()[0], (Map<?, ?>) call.arguments()[1]);
                            }
                            return call.proceed();
                        });
        return machine.tamper().vectors(machine.flaky().vectors(checked));
    }

    private void put(String space, Map<?, ?> vectors) {
        boolean isOurs =
                space.equals(embedding().fingerprint())
                        || sides().flatMap(Sides::other)
                                .filter(other -> other.side().space().equals(space))
                                .isPresent();
        SimPromise.that(isOurs, () -> "I7: a vector is kept under another space");
        SimEmbedding of = machine.embedding(space);
        vectors.forEach((hash, vector) -> of.check((String) hash, vector, machine.other(of)));
    }

    @Override
    public String embedderName(CollectionName name) {
        return configured.name();
    }

    @Override
    public Embedder embedder(CollectionName name) {
        return machine.tamper().embedder(configured.embedder());
    }

    @Override
    public Optional<Embedder> embedderNamed(CollectionName name, String wanted) {
        return machine.embeddings().stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .map(each -> machine.tamper().embedder(each.embedder()));
    }

    @Override
    public Extractor extractor() {
        return new LineExtractor();
    }

    @Override
    public List<CollectionName> existing() {
        throw new UnsupportedOperationException("one collection");
    }

    @Override
    public void remove(CollectionName name, long version) {
        throw new UnsupportedOperationException("it stays");
    }

    @Override
    public Costs costs() {
        throw new UnsupportedOperationException("nobody counts");
    }

    @Override
    public Decoder decoder() {
        throw new UnsupportedOperationException("all is text");
    }
}
