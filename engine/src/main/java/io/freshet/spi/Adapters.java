package io.freshet.spi;

import io.freshet.CollectionName;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

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
    List<Store> stores(CollectionName collection, int dimensions);

    /// Shared by all collections.
    Vectors vectors();

    /// What embedding took, of all collections.
    Costs costs();

    /// Shared by all collections that name it; closed with the engine.
    Embedder embedder(CollectionName collection);

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
