package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Unavailable;
import io.freshet.embedding.Desk;
import io.freshet.feed.Signal;
import io.freshet.spi.Adapters;
import io.freshet.spi.Decoder;
import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import io.freshet.spi.World.Lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/// All collections of one process. Safe for any thread.
public final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final Duration STOP_MAX = Duration.ofSeconds(3);

    private final Adapters adapters;
    private final Function<CollectionName, CollectionSettings> settings;
    private final Vectors vectors;
    private final Pools pools;
    private final Map<String, Desk> desks = new TreeMap<>();
    private final Set<Embedder> embedders = new LinkedHashSet<>();
    private final Map<CollectionName, Shard> shards = new ConcurrentSkipListMap<>();
    private final Set<Signal> signals = ConcurrentHashMap.newKeySet();
    private boolean closed;

    private Engine(Adapters adapters, Function<CollectionName, CollectionSettings> settings) {
        this.adapters = adapters;
        this.settings = settings;
        this.vectors = adapters.vectors();
        int cores = Runtime.getRuntime().availableProcessors();
        this.pools = new Pools(cores, cores);
    }

    /// Opens every collection that exists and `knowledge_base`. Blocks until their stored data is
    /// read; a collection that is corrupt is there and says so.
    public static Engine open(
            Adapters adapters, Function<CollectionName, CollectionSettings> settings) {
        Engine engine = new Engine(adapters, settings);
        Set<CollectionName> names = new LinkedHashSet<>(adapters.existing());
        names.add(new CollectionName("knowledge_base"));
        names.forEach(engine::openShard);
        return engine;
    }

    /// The collections, by name.
    public List<Shard> shards() {
        return List.copyOf(shards.values());
    }

    public Optional<Shard> find(CollectionName name) {
        return Optional.ofNullable(shards.get(name));
    }

    /// The collection of this name, made if it is not there.
    public Shard create(CollectionName name) throws InterruptedException {
        Shard known = shards.get(name);
        if (known != null) {
            return known;
        }
        SystemWorld world = newWorld();
        Shard made = world.call(Lane.LEDGER, () -> openShard(name));
        signals.forEach(Signal::raise);
        return made;
    }

    /// The signal is raised whenever a collection is made, until it is detached.
    public void attach(Signal signal) {
        signals.add(signal);
    }

    public void detach(Signal signal) {
        signals.remove(signal);
    }

    /// Makes text of what is sent; it belongs to no collection.
    public Decoder decoder() {
        return adapters.decoder();
    }

    private SystemWorld newWorld() {
        return new SystemWorld(pools);
    }

    private synchronized Shard openShard(CollectionName name) {
        Shard known = shards.get(name);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new Unavailable("the server stops", Duration.ofSeconds(1));
        }
        SystemWorld world = newWorld();
        Shard shard = opened(name, world);
        shards.put(name, shard);
        shard.start();
        return shard;
    }

    /// What was opened before something failed is closed again.
    private Shard opened(CollectionName name, SystemWorld world) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Journal journal = adapters.journal(name);
            opened.add(journal);
            Ledger ledger = adapters.ledger(name, world.newId());
            opened.add(ledger);
            Embedder embedder = adapters.embedder(name);
            embedders.add(embedder);
            List<Store> stores = adapters.stores(name, embedder.space().dimensions());
            opened.addAll(stores);
            List<Source> sources = adapters.sources(name);
            opened.addAll(sources);
            Ports ports =
                    new Ports(
                            journal,
                            ledger,
                            stores,
                            vectors,
                            embedder,
                            desks.computeIfAbsent(embedder.space().fingerprint(), _ -> new Desk()),
                            adapters.extractor(),
                            sources);
            return Shard.of(name, world, new Pipeline(world, ports, settings.apply(name)));
        } catch (FreshetException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "collection cannot be opened collection=" + name,
                    e);
            opened.reversed().forEach(Engine::quietly);
            return Shard.broken(name, world, e);
        }
    }

    private static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, () -> "not closed cleanly", e);
        }
    }

    /// Takes no more events, lets what is in work commit for a moment, and closes everything. What
    /// waits is on disk.
    @Override
    public void close() {
        List<Shard> open;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = shards();
        }
        long end = newWorld().nanos() + STOP_MAX.toNanos();
        for (Shard shard : open) {
            try {
                shard.stop(end);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        pools.close();
        open.forEach(Shard::close);
        embedders.forEach(Engine::quietly);
        quietly(vectors);
    }
}
