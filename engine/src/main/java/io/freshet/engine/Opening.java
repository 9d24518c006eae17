package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.FreshetException;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Purge;
import io.freshet.Repeats;
import io.freshet.Side;
import io.freshet.Version;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Reembedding;
import io.freshet.spi.Adapters;
import io.freshet.spi.Costs;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<CollectionName, Long> confirmed = new ConcurrentHashMap<>();
    private final Repeats failures = new Repeats();
    private final Rerankers rerankers;
    private final Asking asking;

    Opening(Adapters adapters, Wanted wanted, Pools pools) {
        this.adapters = adapters;
        this.wanted = wanted;
        this.vectors = adapters.vectors();
        this.pools = pools;
        this.costs = adapters.costs();
        this.accounting =
                new Accounting(
                        costs, wanted.budget(), new SystemWorld(pools).now(), this::writeCostsSoon);
        this.asking = new Asking(vectors, pools, accounting);
        this.rerankers = new Rerankers(adapters.rerankers(), new SystemWorld(pools)::nanos);
    }

    private void writeCostsSoon() {
        pools.after(COSTS_AFTER, () -> pools.run(World.Lane.VECTORS, accounting::write));
    }

    /// What was accepted up to this sequence may be embedded again, from when it is opened next.
    void confirm(CollectionName name, long sequence) {
        confirmed.put(name, sequence);
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
            CollectionSettings settings = wanted.settings().apply(name);
            Stored stored = stored(name, settings);
            opened.add(stored);
            if (stored.journal().purging().isPresent()) {
                stored.purging(vectors).finish();
            }
            List<Source> sources = adapters.sources(name);
            opened.addAll(sources);
            Endpoints endpoints = stored.endpoints();
            Ports ports =
                    new Ports(
                            stored.journal(),
                            stored.ledger(),
                            stored.stores(),
                            vectors,
                            endpoints,
                            asking.desk(endpoints.embedder()),
                            adapters.extractor(),
                            sources,
                            accounting.meter(name, world, settings.budget()),
                            new Reembedding(
                                    settings.reembedGuard(),
                                    confirmed.getOrDefault(name, 0L),
                                    world::nanos,
                                    () -> stored.ledger().head().chunks()),
                            stored.sided());
            Side inForce = stored.sided().sides().orElseThrow().inForce();
            Pipeline steps = new Pipeline(world, ports, settings.with(inForce.chunking()));
            accounting.watch(name, world, () -> stored.journal().status().superseded());
            return Shard.of(name, world, steps, rerankers);
        } catch (FreshetException e) {
            failures.happened(name + " " + e.getMessage(), world.nanos())
                    .ifPresent(
                            unsaid ->
                                    LOG.log(
                                            System.Logger.Level.ERROR,
                                            () -> "collection cannot be opened collection=" + name,
                                            e));
            opened.reversed().forEach(Closing::quietly);
            return Shard.broken(name, world, e);
        }
    }

    /// What a collection has stored, open; the caller closes it.
    Stored stored(CollectionName name) {
        return stored(name, wanted.settings().apply(name));
    }

    private Stored stored(CollectionName name, CollectionSettings settings) {
        return Stored.open(
                name,
                new Stored.Means(
                        adapters, asking, settings.chunking(), new SystemWorld(pools).newId()));
    }

    /// Where models are asked, and how it went.
    List<EmbedderStatus> embedders() {
        return asking.statuses();
    }

    Adapters adapters() {
        return adapters;
    }

    Asking asking() {
        return asking;
    }

    Vectors vectors() {
        return vectors;
    }

    /// Forgets documents of a collection that is not open: all but their vectors, for which a sweep
    /// is due then.
    ///
    /// @param expectMax where more documents are matched, none is forgotten
    Purged purge(CollectionName name, Purge purge, OptionalLong expectMax) {
        try (Stored stored = stored(name)) {
            Purging purging = stored.purging(vectors);
            purging.finish();
            long matched = purging.matched(purge);
            if (expectMax.isPresent() && matched > expectMax.getAsLong()) {
                return new Purged.TooMany(matched);
            }
            Optional<Version> made = purging.forget(purge);
            return new Purged.Done(matched, stored.ledger().head().version(), made.isPresent());
        }
    }

    /// Tells the texts whose vectors a collection that is not open refers to.
    void retained(CollectionName name, Consumer<Collection<String>> mark) {
        try (Ledger ledger = adapters.ledger(name, new SystemWorld(pools).newId())) {
            Purging.retained(ledger, adapters.extractor(), mark);
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

    /// Closes what all collections share.
    @Override
    public void close() {
        asking.close();
        Closing.quietly(rerankers);
        Closing.quietly(accounting::write);
        Closing.quietly(costs);
        Closing.quietly(vectors);
    }
}
