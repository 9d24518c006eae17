package io.freshet.sim;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Reranker;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// Everything in memory. What was stored outlives an engine, as a disk does; each engine has an
/// embedder of its own. Safe for any thread.
public class MemoryAdapters implements Adapters {
    private final Extractor extractor;
    private final Optional<Decoder> decoder;
    private final Map<CollectionName, Disk> disks = new ConcurrentHashMap<>();
    private final Map<CollectionName, Long> lastVersions = new ConcurrentHashMap<>();
    private final Map<CollectionName, Supplier<FreshetException>> failing =
            new ConcurrentHashMap<>();
    private final List<CollectionName> stored = new CopyOnWriteArrayList<>();
    private final SortedMap<String, Reranker> rerankers = new ConcurrentSkipListMap<>();
    private final MemoryVectors.State vectors = new MemoryVectors.State();
    private final MemoryCosts.State costs = new MemoryCosts.State();
    private final Map<String, Embedder> named = new ConcurrentHashMap<>();
    private volatile CountingEmbedder embedder = new CountingEmbedder();
    private volatile String configured = "counting";

    public MemoryAdapters(Extractor extractor, Decoder decoder) {
        this.extractor = extractor;
        this.decoder = Optional.of(decoder);
    }

    /// Nobody sends anything that is not text.
    public MemoryAdapters(Extractor extractor) {
        this.extractor = extractor;
        this.decoder = Optional.empty();
    }

    private static final class Disk {
        private final MemoryJournal.Disk journal = new MemoryJournal.Disk();
        private final Map<Integer, MemoryStore.Disk> stores = new ConcurrentSkipListMap<>();
        private final Map<String, MemoryLedgerState> ledger = new ConcurrentHashMap<>();
    }

    private Disk disk(CollectionName collection) {
        return disks.computeIfAbsent(collection, _ -> new Disk());
    }

    public CountingEmbedder embedder() {
        return embedder;
    }

    /// Engines that open from now on have it.
    public void reranker(String name, Reranker reranker) {
        rerankers.put(name, reranker);
    }

    /// A vector is lost.
    public void lose(String hash) {
        vectors.lose(hash);
    }

    /// Its ledger cannot be opened from now on.
    public void failLedger(CollectionName collection, Supplier<FreshetException> failure) {
        failing.put(collection, failure);
    }

    public void mendLedger(CollectionName collection) {
        failing.remove(collection);
    }

    /// Collections whose store was opened, each time.
    public List<CollectionName> storesOpened() {
        return List.copyOf(stored);
    }

    @Override
    public List<CollectionName> existing() {
        embedder = new CountingEmbedder();
        stored.clear();
        return disks.keySet().stream().sorted().toList();
    }

    @Override
    public Journal journal(CollectionName collection) {
        return new MemoryJournal(disk(collection).journal);
    }

    @Override
    public Ledger ledger(CollectionName collection, String newHistory) {
        Supplier<FreshetException> failure = failing.get(collection);
        if (failure != null) {
            throw failure.get();
        }
        long version = lastVersions.getOrDefault(collection, 0L);
        return new MemoryLedger(
                disk(collection)
                        .ledger
                        .computeIfAbsent("", _ -> new MemoryLedgerState(newHistory, version)));
    }

    @Override
    public void remove(CollectionName collection, long version) {
        lastVersions.put(collection, version);
        disks.remove(collection);
        failing.remove(collection);
    }

    @Override
    public List<Store> stores(CollectionName collection, int dimensions, int slot) {
        stored.add(collection);
        MemoryStore.Disk disk =
                disk(collection).stores.computeIfAbsent(slot, _ -> new MemoryStore.Disk());
        return List.of(new MemoryStore("embedded", disk));
    }

    @Override
    public void keepStores(CollectionName collection, SortedSet<Integer> slots) {
        disk(collection).stores.keySet().retainAll(slots);
    }

    /// The places where it has a store.
    public Set<Integer> slots(CollectionName collection) {
        return new TreeSet<>(disk(collection).stores.keySet());
    }

    /// Another that may be named, beside the one called `counting`.
    public void embedder(String name, Embedder embedder) {
        named.put(name, embedder);
    }

    /// What collections are configured with from now on.
    public void configure(String name) {
        configured = name;
    }

    @Override
    public String embedderName(CollectionName collection) {
        return configured;
    }

    @Override
    public Optional<Embedder> embedderNamed(CollectionName collection, String name) {
        return name.equals("counting")
                ? Optional.of(embedder)
                : Optional.ofNullable(named.get(name));
    }

    @Override
    public Vectors vectors() {
        return new MemoryVectors(vectors);
    }

    @Override
    public Costs costs() {
        return new MemoryCosts(costs);
    }

    @Override
    public Embedder embedder(CollectionName collection) {
        return embedderNamed(collection, configured).orElseThrow();
    }

    @Override
    public SortedMap<String, Reranker> rerankers() {
        return rerankers;
    }

    @Override
    public Decoder decoder() {
        return decoder.orElseThrow();
    }

    @Override
    public Extractor extractor() {
        return extractor;
    }
}
