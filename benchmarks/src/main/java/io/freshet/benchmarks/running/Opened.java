package io.freshet.benchmarks.running;

import io.freshet.CollectionName;
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
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// The adapters that a server would have, but for the embedder. What they open can be read beside
/// the server; it stays the server's. Safe for any thread.
public final class Opened implements Adapters {
    private final Adapters adapters;
    private final Supplier<Embedder> embedder;
    private final ConcurrentLinkedQueue<AutoCloseable> ports = new ConcurrentLinkedQueue<>();

    public Opened(Adapters adapters, Supplier<Embedder> embedder) {
        this.adapters = adapters;
        this.embedder = embedder;
    }

    /// The first port of this type that was opened: that of `knowledge_base`, where there is no
    /// other collection.
    public <T extends AutoCloseable> T first(Class<T> port) {
        return ports.stream()
                .filter(port::isInstance)
                .map(port::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not open: " + port));
    }

    private <T extends AutoCloseable> T held(T port) {
        ports.add(port);
        return port;
    }

    @Override
    public List<CollectionName> existing() {
        return adapters.existing();
    }

    @Override
    public Journal journal(CollectionName collection) {
        return held(adapters.journal(collection));
    }

    @Override
    public Ledger ledger(CollectionName collection, String newHistory) {
        return held(adapters.ledger(collection, newHistory));
    }

    @Override
    public void remove(CollectionName collection, long version) {
        adapters.remove(collection, version);
    }

    @Override
    public List<Store> stores(CollectionName collection, int dimensions, int slot) {
        List<Store> stores = adapters.stores(collection, dimensions, slot);
        ports.addAll(stores);
        return stores;
    }

    @Override
    public Costs costs() {
        return held(adapters.costs());
    }

    @Override
    public void keepStores(CollectionName collection, SortedSet<Integer> slots) {
        adapters.keepStores(collection, slots);
    }

    @Override
    public Vectors vectors() {
        return held(adapters.vectors());
    }

    @Override
    public Embedder embedder(CollectionName collection) {
        return embedder.get();
    }

    @Override
    public Extractor extractor() {
        return adapters.extractor();
    }

    @Override
    public Decoder decoder() {
        return adapters.decoder();
    }

    @Override
    public List<Source> sources(CollectionName collection) {
        return adapters.sources(collection);
    }
}
