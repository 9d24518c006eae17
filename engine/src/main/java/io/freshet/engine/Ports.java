package io.freshet.engine;

import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Meter;
import io.freshet.embedding.Reembedding;
import io.freshet.spi.Embedder;
import io.freshet.spi.Extractor;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Source;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.util.List;

/// What one collection's steps work with.
///
/// @param stores at least one; the first answers searches
/// @param sources that it follows; closed with it
/// @param vectors shared by all collections, as `endpoints` are by those of one embedder, and
///   `desk` by those of one space
/// @param meter counts what it asks embedders for
/// @param sided the side in force, which all of these are of, and the other one
public record Ports(
        Journal journal,
        Ledger ledger,
        List<Store> stores,
        Vectors vectors,
        Endpoints endpoints,
        Desk desk,
        Extractor extractor,
        List<Source> sources,
        Meter meter,
        Reembedding reembedding,
        Sided sided) {
    public Ports {
        stores = List.copyOf(stores);
        sources = List.copyOf(sources);
    }

    Embedder embedder() {
        return endpoints.embedder();
    }

    /// Of a collection that is not migrated, and may embed again what it will.
    public Ports(
            Journal journal,
            Ledger ledger,
            List<Store> stores,
            Vectors vectors,
            Endpoints endpoints,
            Desk desk,
            Extractor extractor,
            List<Source> sources,
            Meter meter) {
        this(
                journal,
                ledger,
                stores,
                vectors,
                endpoints,
                desk,
                extractor,
                sources,
                meter,
                Reembedding.off(),
                Sided.NONE);
    }

    Store primary() {
        return stores.getFirst();
    }
}
