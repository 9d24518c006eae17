package io.freshet.engine;

import io.freshet.Budget;
import io.freshet.CollectionName;
import io.freshet.EmbeddingSpace;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Limiter;
import io.freshet.embedding.Probes;
import io.freshet.embedding.Reference;
import io.freshet.planner.Tokens;
import io.freshet.spi.Embedder;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

/// What all collections share that ask embedders. Safe for any thread.
final class Asking implements Stored.Models {
    /// Tokens that a model puts around a text.
    private static final int MARKS = 2;

    private final Vectors vectors;
    private final Pools pools;
    private final Accounting accounting;
    private final Map<String, Desk> desks = new ConcurrentHashMap<>();
    private final Map<String, Limiter> limiters = new ConcurrentHashMap<>();
    private final SequencedMap<Embedder, Endpoints> embedders = new LinkedHashMap<>();

    Asking(Vectors vectors, Pools pools, Accounting accounting) {
        this.vectors = vectors;
        this.pools = pools;
        this.accounting = accounting;
    }

    @Override
    public Vectors vectors() {
        return vectors;
    }

    /// An embedder that is used is closed with the engine.
    @Override
    public Endpoints endpoints(Embedder embedder, CollectionName name) {
        synchronized (embedders) {
            return embedders.computeIfAbsent(embedder, first -> begin(first, name));
        }
    }

    private Endpoints begin(Embedder embedder, CollectionName name) {
        SystemWorld world = new SystemWorld(pools);
        Reference reference = new KeptProbes(world, vectors, embedder.space(), Probes.hashes());
        Endpoints endpoints = new Endpoints(embedder, this::limiter, reference, Asking::pieces);
        var _ =
                world.fork(
                        World.Lane.REMOTE_EMBED,
                        World.UNBOUNDED,
                        () -> {
                            endpoints.prove(world, accounting.meter(name, world, Budget.NONE));
                            return endpoints;
                        });
        return endpoints;
    }

    /// By the fixed estimate, which is on the high side.
    private static List<String> pieces(String text, EmbeddingSpace space) {
        int prefix =
                Math.max(Tokens.count(space.documentPrefix()), Tokens.count(space.queryPrefix()));
        return Tokens.pieces(text, Math.max(1, space.inputTokensMax() - prefix - MARKS));
    }

    private Limiter limiter(Embedder.Account account) {
        return limiters.computeIfAbsent(
                account.id(), _ -> new Limiter(account.tokensPerMinuteMax()));
    }

    @Override
    public Desk desk(Embedder embedder) {
        return desks.computeIfAbsent(embedder.space().fingerprint(), _ -> new Desk());
    }

    /// Where models are asked, and how it went.
    List<EmbedderStatus> statuses() {
        synchronized (embedders) {
            return embedders.values().stream().map(EmbedderStatus::of).toList();
        }
    }

    void close() {
        synchronized (embedders) {
            embedders.keySet().forEach(Closing::quietly);
        }
    }
}
