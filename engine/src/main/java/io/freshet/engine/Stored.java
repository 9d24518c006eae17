package io.freshet.engine;

import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a collection has stored, open, with both of its sides. Blocking.
///
/// @param stores of the side in force
record Stored(Journal journal, Ledger ledger, Endpoints endpoints, List<Store> stores, Sided sided)
        implements AutoCloseable {
    /// What it is opened with.
    ///
    /// @param configured how documents are to be cut, where nothing is stored that is cut otherwise
    /// @param newHistory the id that a ledger takes when it is made
    record Means(Adapters adapters, Models models, Chunking configured, String newHistory) {}

    /// Where embedders are asked.
    interface Models {
        /// @param name of the collection that pays for what has to be asked first
        Endpoints endpoints(Embedder embedder, CollectionName name);

        Desk desk(Embedder embedder);

        /// Of all spaces.
        Vectors vectors();
    }

    /// What was opened before something failed is closed again.
    static Stored open(CollectionName name, Means means) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            return open(name, means, opened);
        } catch (FreshetException e) {
            opened.reversed().forEach(Closing::quietly);
            throw e;
        }
    }

    private static Stored open(CollectionName name, Means means, List<AutoCloseable> opened) {
        Adapters adapters = means.adapters;
        Journal journal = adapters.journal(name);
        opened.add(journal);
        Ledger ledger = adapters.ledger(name, means.newHistory);
        opened.add(ledger);
        var _ = Belonging.check(journal, ledger);
        Deciding.Decision decision =
                new Deciding(adapters, means.models.vectors(), name, means.configured)
                        .decide(ledger);
        Endpoints endpoints = means.models.endpoints(decision.inForce(), name);
        Sides sides = decision.sides();
        SortedSet<Integer> slots = new TreeSet<>();
        slots.add(sides.inForce().slot());
        sides.other().ifPresent(other -> slots.add(other.side().slot()));
        adapters.keepStores(name, slots);
        List<Store> stores =
                adapters.stores(
                        name, decision.inForce().space().dimensions(), sides.inForce().slot());
        opened.addAll(stores);
        Sided sided = sided(name, means, decision);
        return new Stored(journal, ledger, endpoints, stores, sided);
    }

    private static Sided sided(CollectionName name, Means means, Deciding.Decision decision) {
        Sides sides = decision.sides();
        if (sides.other().isEmpty()) {
            return new Sided(
                    Optional.of(sides), decision.configured(), Optional.empty(), Optional.empty());
        }
        Side other = sides.other().get().side();
        Optional<Embedder> named =
                other.space().equals(sides.inForce().space())
                        ? Optional.of(decision.inForce())
                        : means.adapters.embedderNamed(name, other.embedder());
        Optional<Embedder> fits =
                named.filter(each -> each.space().fingerprint().equals(other.space()));
        if (fits.isEmpty()) {
            return new Sided(
                    Optional.of(sides),
                    decision.configured(),
                    Optional.empty(),
                    Optional.of(problem(other, named)));
        }
        Embedder embedder = fits.get();
        Store store =
                means.adapters.stores(name, embedder.space().dimensions(), other.slot()).getFirst();
        return new Sided(
                Optional.of(sides),
                decision.configured(),
                Optional.of(
                        new Sided.Other(
                                other,
                                sides.other().get().phase(),
                                store,
                                means.models.endpoints(embedder, name),
                                means.models.desk(embedder))),
                Optional.empty());
    }

    private static String problem(Side other, Optional<Embedder> named) {
        return "the embedder "
                + other.embedder()
                + " ("
                + other.model()
                + ") "
                + (named.isEmpty()
                        ? "is configured no more"
                        : "is another model now, or has other settings")
                + ": put it back as it was, or cancel or drop the migration";
    }

    /// Of both sides.
    List<Store> allStores() {
        List<Store> all = new ArrayList<>(stores);
        sided.other().ifPresent(other -> all.add(other.store()));
        return all;
    }

    Purging purging(Vectors vectors) {
        return new Purging(journal, ledger, allStores(), vectors);
    }

    @Override
    public void close() {
        allStores().forEach(Closing::quietly);
        Closing.quietly(ledger);
        Closing.quietly(journal);
    }
}
