package io.freshet.engine;

import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Purge;
import io.freshet.Sides;
import io.freshet.Sides.Phase;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Meter;
import io.freshet.embedding.Reembedding;
import io.freshet.migration.Comparison;
import io.freshet.spi.Adapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Source;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// What a collection has stored, opened as an engine opens it, for a simulation that has no engine.
/// Nothing of the collection runs while it is purged or migrated. Confined to one thread.
public final class StoredDoor {
    private static final CollectionName NAME = new CollectionName("simulated");

    private final Adapters adapters;
    private final Models models;
    private final Stored stored;

    private StoredDoor(Adapters adapters, Models models, Stored stored) {
        this.adapters = adapters;
        this.models = models;
        this.stored = stored;
    }

    /// Where embedders are asked.
    public record Models(
            Vectors vectors,
            Function<Embedder, Endpoints> endpoints,
            Function<Embedder, Desk> desks)
            implements Stored.Models {
        @Override
        public Endpoints endpoints(Embedder embedder, CollectionName name) {
            return endpoints.apply(embedder);
        }

        @Override
        public Desk desk(Embedder embedder) {
            return desks.apply(embedder);
        }
    }

    public static StoredDoor open(Adapters adapters, Models models, Chunking configured) {
        Stored.Means means = new Stored.Means(adapters, models, configured, "made");
        return new StoredDoor(adapters, models, Stored.open(NAME, means));
    }

    /// What a crash broke off is ended first.
    public Pipeline run(World world, List<Source> sources, CollectionSettings settings) {
        stored.purging(adapters.vectors()).finish();
        Ports ports =
                new Ports(
                        stored.journal(),
                        stored.ledger(),
                        stored.stores(),
                        adapters.vectors(),
                        stored.endpoints(),
                        models.desk(stored.endpoints().embedder()),
                        adapters.extractor(),
                        sources,
                        Meter.NONE,
                        Reembedding.off(),
                        stored.sided());
        return new Pipeline(world, ports, settings.with(sides().inForce().chunking()));
    }

    private Sides sides() {
        return stored.sided().sides().orElseThrow();
    }

    public void purge(Purge purge) {
        Purging purging = stored.purging(adapters.vectors());
        purging.finish();
        var _ = purging.forget(purge);
    }

    /// Likewise of the others: whether it was done.
    public boolean start(String embedder, Chunking chunking) {
        var side =
                Deciding.side(
                        embedder,
                        adapters.embedderNamed(NAME, embedder).orElseThrow(),
                        chunking,
                        1 - sides().inForce().slot());
        if (Migrations.startable(sides(), side).isPresent()) {
            return false;
        }
        adapters.keepStores(NAME, new TreeSet<>(List.of(sides().inForce().slot())));
        return Migrations.begin(stored, side).isEmpty();
    }

    public boolean turn(Phase from, Optional<Phase> then) {
        return Migrations.in(sides(), from).isEmpty() && Migrations.turn(stored, then).isEmpty();
    }

    public boolean cancel() {
        return Migrations.cancellable(sides()).isEmpty()
                && Migrations.turn(stored, Optional.empty()).isEmpty();
    }

    public boolean change(Phase from, World world) {
        return Migrations.in(sides(), from).isEmpty()
                && new Switching(
                                world, stored, adapters.vectors(), adapters.extractor(), Meter.NONE)
                        .run()
                        .isEmpty();
    }

    /// Whether a collection that runs could be switched now.
    public static boolean isReady(Pipeline steps) {
        return Switching.unready(Migrations.status(steps)).isEmpty();
    }

    /// Whether the other side of a collection, where there is one, has been filled and compared.
    public static boolean isFilled(Pipeline steps) {
        long head = steps.ports().ledger().head().version();
        return steps.projections()
                .beside()
                .map(
                        other ->
                                other.comparison().isPresent()
                                        && other.progress().reached()
                                        && other.progress().shown() == head)
                .orElse(true);
    }

    /// What was found when it was compared.
    public static Optional<Comparison> comparison(Pipeline steps) {
        return steps.projections().beside().flatMap(Beside::comparison);
    }
}
