package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Purge;
import io.freshet.Repeats;
import io.freshet.Version;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Limiter;
import io.freshet.embedding.Probes;
import io.freshet.embedding.Reference;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Opens what a collection has stored: for good, to look how it stands, or to learn its last
/// number. Blocking and native: for platform threads, and for one of them at a time and collection.
final class Opening implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    /// A commit may be on disk that the journal does not know of yet.
    private static final long COMMITS_NOT_SETTLED_MAX = 100;

    private static final Duration COSTS_AFTER = Duration.ofMillis(500);

    private final Adapters adapters;
    private final Wanted wanted;
    private final Vectors vectors;
    private final Costs costs;
    private final Accounting accounting;
    private final Pools pools;
    private final Repeats failures = new Repeats();
    private final Rerankers rerankers;
    private final Map<String, Desk> desks = new ConcurrentHashMap<>();
    private final Map<String, Limiter> limiters = new ConcurrentHashMap<>();
    private final SequencedMap<Embedder, Endpoints> embedders = new LinkedHashMap<>();

    Opening(Adapters adapters, Wanted wanted, Pools pools) {
        this.adapters = adapters;
        this.wanted = wanted;
        this.vectors = adapters.vectors();
        this.pools = pools;
        this.costs = adapters.costs();
        this.accounting = new Accounting(costs, this::writeCostsSoon);
        this.rerankers = new Rerankers(adapters.rerankers(), new SystemWorld(pools)::nanos);
    }

    private void writeCostsSoon() {
        try {
            pools.after(COSTS_AFTER, () -> pools.run(World.Lane.VECTORS, accounting::write));
        } catch (RejectedExecutionException _) {
            // it ends, and [#close] writes
        }
    }

    Accounting accounting() {
        return accounting;
    }

    Rerankers rerankers() {
        return rerankers;
    }

    /// A shard that is not started yet. What was opened before something failed is closed again.
    Shard shard(CollectionName name) {
        SystemWorld world = new SystemWorld(pools);
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            Journal journal = adapters.journal(name);
            opened.add(journal);
            Ledger ledger = adapters.ledger(name, world.newId());
            opened.add(ledger);
            Endpoints endpoints = endpoints(name);
            Embedder embedder = endpoints.embedder();
            List<Store> stores = adapters.stores(name, embedder.space().dimensions());
            opened.addAll(stores);
            if (journal.purging().isPresent()) {
                var _ = Belonging.check(journal, ledger);
                new Purging(journal, ledger, stores, vectors).finish();
            }
            List<Source> sources = adapters.sources(name);
            opened.addAll(sources);
            Ports ports =
                    new Ports(
                            journal,
                            ledger,
                            stores,
                            vectors,
                            endpoints,
                            desks.computeIfAbsent(embedder.space().fingerprint(), _ -> new Desk()),
                            adapters.extractor(),
                            sources,
                            accounting.meter(name, world));
            Pipeline steps = new Pipeline(world, ports, wanted.settings().apply(name));
            return Shard.of(name, world, steps, rerankers);
        } catch (FreshetException e) {
            failures.happened(name + " " + e.getMessage(), world.nanos())
                    .ifPresent(
                            unsaid ->
                                    LOG.log(
                                            System.Logger.Level.ERROR,
                                            () -> "collection cannot be opened collection=" + name,
                                            e));
            opened.reversed().forEach(Opening::quietly);
            return Shard.broken(name, world, e);
        }
    }

    private Limiter limiter(Embedder.Account account) {
        return limiters.computeIfAbsent(
                account.id(), _ -> new Limiter(account.tokensPerMinuteMax()));
    }

    private Endpoints endpoints(CollectionName name) {
        Embedder embedder = adapters.embedder(name);
        synchronized (embedders) {
            return embedders.computeIfAbsent(embedder, first -> begin(first, name));
        }
    }

    /// @param name of the collection that pays for what has to be asked first
    private Endpoints begin(Embedder embedder, CollectionName name) {
        SystemWorld world = new SystemWorld(pools);
        Reference reference = new KeptProbes(world, vectors, embedder.space(), Probes.hashes());
        Endpoints endpoints = new Endpoints(embedder, this::limiter, reference);
        var _ =
                world.fork(
                        World.Lane.REMOTE_EMBED,
                        World.UNBOUNDED,
                        () -> {
                            endpoints.prove(world, accounting.meter(name, world));
                            return endpoints;
                        });
        return endpoints;
    }

    /// Where models are asked, and how it went.
    List<EmbedderStatus> embedders() {
        synchronized (embedders) {
            return embedders.values().stream().map(EmbedderStatus::of).toList();
        }
    }

    Vectors vectors() {
        return vectors;
    }

    /// Forgets documents of a collection that is not open: all but their vectors, for which a sweep
    /// is due then.
    ///
    /// @param expectMax where more documents are matched, none is forgotten
    Purged purge(CollectionName name, Purge purge, OptionalLong expectMax) {
        List<Store> stores = new ArrayList<>();
        try (Journal journal = adapters.journal(name);
                Ledger ledger = adapters.ledger(name, new SystemWorld(pools).newId())) {
            var _ = Belonging.check(journal, ledger);
            stores.addAll(adapters.stores(name, endpoints(name).embedder().space().dimensions()));
            Purging purging = new Purging(journal, ledger, stores, vectors);
            purging.finish();
            long matched = purging.matched(purge);
            if (expectMax.isPresent() && matched > expectMax.getAsLong()) {
                return new Purged.TooMany(matched);
            }
            Optional<Version> made = purging.forget(purge);
            return new Purged.Done(matched, ledger.head().version(), made.isPresent());
        } finally {
            stores.forEach(Opening::quietly);
        }
    }

    /// Tells the texts whose vectors a collection that is not open refers to.
    void retained(CollectionName name, Consumer<Collection<String>> mark) {
        try (Ledger ledger = adapters.ledger(name, new SystemWorld(pools).newId())) {
            Purging.retained(ledger, mark);
        }
    }

    /// How a collection stands that is not open. Empty where something is wrong or to be ended,
    /// which opening it says or does.
    Optional<CollectionStatus> look(CollectionName name) {
        try (Journal journal = adapters.journal(name);
                Ledger ledger = adapters.ledger(name, new SystemWorld(pools).newId())) {
            Ledger.Head head = Belonging.check(journal, ledger);
            if (journal.purging().isPresent()) {
                return Optional.empty();
            }
            return Optional.of(new Status(name).resting(head, journal.status()));
        } catch (FreshetException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "collection is damaged collection=" + name, e);
            return Optional.empty();
        }
    }

    /// The head of a collection that may be damaged: where its ledger cannot be read, no document
    /// is counted, and the version is one that it surely had not passed.
    ///
    /// @throws FreshetException where neither file can be read
    Ledger.Head lastHead(CollectionName name) {
        try (Ledger ledger = adapters.ledger(name, new SystemWorld(pools).newId())) {
            Ledger.Head head = ledger.head();
            long settled = trimmed(name).map(Journal.Trimmed::version).orElse(0L);
            return head.version() >= settled ? head : unread(settled);
        } catch (Corrupt e) {
            LOG.log(System.Logger.Level.WARNING, () -> "ledger is lost collection=" + name, e);
            try (Journal journal = adapters.journal(name)) {
                return unread(journal.trimmed().map(Journal.Trimmed::version).orElse(0L));
            }
        }
    }

    private static Ledger.Head unread(long settled) {
        return new Ledger.Head("", settled + COMMITS_NOT_SETTLED_MAX, 0, 0, 0, "");
    }

    private Optional<Journal.Trimmed> trimmed(CollectionName name) {
        try (Journal journal = adapters.journal(name)) {
            return journal.trimmed();
        } catch (Corrupt _) {
            return Optional.empty();
        }
    }

    private static void quietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, () -> "not closed cleanly", e);
        }
    }

    /// Closes what all collections share.
    @Override
    public void close() {
        synchronized (embedders) {
            embedders.keySet().forEach(Opening::quietly);
        }
        quietly(rerankers);
        quietly(accounting::write);
        quietly(costs);
        quietly(vectors);
    }
}
