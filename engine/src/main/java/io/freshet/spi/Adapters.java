package io.freshet.spi;

import io.freshet.CollectionName;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// Where the engine gets its ports from. Opening may block and may throw `Corrupt` or
/// `Unavailable`; what was opened is closed by the engine.
public interface Adapters {
    /// The collections that exist on disk, by name.
    List<CollectionName> existing();

    Journal journal(CollectionName collection);

    /// A ledger that is made goes on from the version that was given to [#remove] when the
    /// collection of this name was last removed.
    ///
    /// @param newHistory the id that a ledger takes when it is made
    Ledger ledger(CollectionName collection, String newHistory);

    /// Removes all that the collection stores, whole or not at all, through any crash; its version
    /// number is remembered for as long as the data lives. Vectors are shared and stay. Nothing of
    /// the collection is open.
    ///
    /// @param version the last one that it had
    void remove(CollectionName collection, long version);

    /// At least one; the first answers searches.
    ///
    /// @param slot which of the places that the collection has for its stores; 0 where it was never
    ///   migrated
    List<Store> stores(CollectionName collection, int dimensions, int slot);

    /// As [#stores(CollectionName, int, int)], of the first place.
    default List<Store> stores(CollectionName collection, int dimensions) {
        return stores(collection, dimensions, 0);
    }

    /// Drops the stores of every place of the collection but these. None of those is open.
    void keepStores(CollectionName collection, SortedSet<Integer> slots);

    /// Shared by all collections.
    Vectors vectors();

    /// What embedding took, of all collections.
    Costs costs();

    /// The one that is configured for it. Shared by all collections that name it; closed with the
    /// engine.
    Embedder embedder(CollectionName collection);

    /// What the configuration calls it.
    default String embedderName(CollectionName collection) {
        return embedder(collection).space().model();
    }

    /// One that is configured, by its name. Shared likewise.
    default Optional<Embedder> embedderNamed(CollectionName collection, String name) {
        return Optional.of(embedder(collection)).filter(_ -> name.equals(embedderName(collection)));
    }

    /// By name; shared by all collections, and closed with the engine. None by default.
    default SortedMap<String, Reranker> rerankers() {
        return Collections.emptySortedMap();
    }

    Extractor extractor();

    Decoder decoder();

    /// What the collection follows; none by default. Their names differ.
    default List<Source> sources(CollectionName collection) {
        return List.of();
    }
}
