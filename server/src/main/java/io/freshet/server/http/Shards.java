package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.Price;
import io.freshet.Purge;
import io.freshet.cost.CostReport;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.EmbedderStatus;
import io.freshet.engine.Engine;
import io.freshet.engine.Purged;
import io.freshet.engine.RerankerStatus;
import io.freshet.engine.Shard;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.spi.Decoder;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Finds the collection that a request names, and opens it where it is not open. Safe for any
/// thread.
///
/// @param engine throws a problem while there is none
/// @param configs how each collection is kept
record Shards(Supplier<Engine> engine, CollectionConfigs configs, boolean autoCreate) {
    /// Makes text of what clients send.
    Decoder decoder() {
        return engine.get().decoder();
    }

    /// By whom a search may be reranked.
    List<RerankerStatus> rerankers() {
        return engine.get().rerankers();
    }

    /// Where models are asked, and how it went.
    List<EmbedderStatus> embedders() {
        return engine.get().embedders();
    }

    /// How all collections stand; none is opened for it.
    List<CollectionStatus> statuses() throws InterruptedException {
        return engine.get().statuses();
    }

    /// What embedding took in these days.
    CostReport costs(LocalDate first, LocalDate last) throws InterruptedException {
        return engine.get().costs(first, last);
    }

    /// What a collection's model costs; none where nobody knows.
    Optional<Price> price(CollectionName name) {
        Config config = configs.config();
        return Optional.ofNullable(config.embedders().get(configs.of(name).embedder()))
                .flatMap(config::price);
    }

    boolean isKnown(CollectionName name) {
        return engine.get().names().contains(name);
    }

    Optional<Shard> find(CollectionName name) throws InterruptedException {
        return engine.get().find(name);
    }

    /// @throws ProblemException `unknown_collection`
    Shard existing(CollectionName name) throws InterruptedException {
        return find(name).orElseThrow(() -> unknown(name));
    }

    /// The collection that an event goes to: made where it is not there.
    Shard forEvents(CollectionName name) throws InterruptedException {
        return autoCreate ? create(name) : existing(name);
    }

    /// The collection of this name, made if it is not there.
    Shard create(CollectionName name) throws InterruptedException {
        return engine.get().create(name);
    }

    /// Forgets documents.
    ///
    /// @throws ProblemException `unknown_collection`
    Purged purge(CollectionName name, Purge purge, OptionalLong expectMax)
            throws InterruptedException {
        return engine.get().upkeep().purge(name, purge, expectMax).orElseThrow(() -> unknown(name));
    }

    static ProblemException unknown(CollectionName name) {
        return ProblemException.of(
                ProblemCode.UNKNOWN_COLLECTION,
                "there is no collection " + name + "; send it an event, or PUT it, to make it");
    }
}
