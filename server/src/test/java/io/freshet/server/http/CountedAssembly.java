package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.library.Assembly;
import io.freshet.library.Homes;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.sim.CountingEmbedder;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;

/// What a server really runs on, in a directory, but for an embedder that counts, and that outlives
/// the engine which closes it.
final class CountedAssembly implements Adapters {
    private final CollectionConfigs configs;
    private final Adapters real;
    private final CountingEmbedder embedder;
    private final UnrulyEmbedder unruly;
    private final Map<String, Embedder> others = new ConcurrentHashMap<>();

    CountedAssembly(CollectionConfigs configs, Path data) {
        this(configs, data, new CountingEmbedder());
    }

    CountedAssembly(CollectionConfigs configs, Path data, CountingEmbedder embedder) {
        this.configs = configs;
        this.real = new Assembly(configs, new Homes(data));
        this.embedder = embedder;
        this.unruly = new UnrulyEmbedder(embedder);
    }

    /// The embedder as the engine sees it.
    UnrulyEmbedder unruly() {
        return unruly;
    }

    CountingEmbedder embedder() {
        return embedder;
    }

    @Override
    public Embedder embedder(CollectionName collection) {
        return embedderNamed(collection, embedderName(collection)).orElse(unruly);
    }

    @Override
    public List<CollectionName> existing() {
        return real.existing();
    }

    @Override
    public Journal journal(CollectionName collection) {
        return real.journal(collection);
    }

    @Override
    public Ledger ledger(CollectionName collection, String newHistory) {
        return real.ledger(collection, newHistory);
    }

    @Override
    public void remove(CollectionName collection, long version) {
        real.remove(collection, version);
    }

    @Override
    public List<Store> stores(CollectionName collection, int dimensions, int slot) {
        return real.stores(collection, dimensions, slot);
    }

    @Override
    public void keepStores(CollectionName collection, SortedSet<Integer> slots) {
        real.keepStores(collection, slots);
    }

    /// One that is configured under another name counts as well, in a space of its own.
    @Override
    public Optional<Embedder> embedderNamed(CollectionName collection, String name) {
        Embedder other = others.get(name);
        return configs.config().embedders().containsKey(name)
                ? Optional.of(other == null ? unruly : other)
                : Optional.empty();
    }

    @Override
    public String embedderName(CollectionName collection) {
        return real.embedderName(collection);
    }

    void other(String name, Embedder counting) {
        others.put(name, counting);
    }

    @Override
    public Costs costs() {
        return real.costs();
    }

    @Override
    public Vectors vectors() {
        return real.vectors();
    }

    @Override
    public Extractor extractor() {
        return real.extractor();
    }

    @Override
    public Decoder decoder() {
        return real.decoder();
    }

    @Override
    public List<Source> sources(CollectionName collection) {
        return real.sources(collection);
    }
}
