package io.freshet.engine;

import io.freshet.Chunked;
import io.freshet.Content;
import io.freshet.FreshetException;
import io.freshet.Placement;
import io.freshet.SpentFor;
import io.freshet.embedding.AskedEmbedder;
import io.freshet.embedding.Background;
import io.freshet.embedding.Meter;
import io.freshet.engine.Migrations.Outcome.Refused;
import io.freshet.engine.Migrations.Reason;
import io.freshet.migration.CatchUp;
import io.freshet.migration.Comparison;
import io.freshet.migration.Pages;
import io.freshet.migration.Shadow;
import io.freshet.spi.Extractor;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ledger.Switched;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import io.freshet.spi.World;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Lets the two sides of a collection, of which nothing runs, change places.
///
/// **Crash points.** Before the ledger's transaction nothing has happened but that a store was
/// brought to the head. After it the other side is in force: its store may not show the version of
/// the switch yet, and may have lost the versions before it that were not synced. Then it is filled
/// anew, from vectors that are known.
record Switching(World world, Stored stored, Vectors vectors, Extractor extractor, Meter meter) {
    private static final System.Logger LOG = System.getLogger(Switching.class.getName());

    /// Documents that may have changed since the other side was last at the head: others wait.
    private static final int DOCUMENTS_MAX = 5_000;

    /// Why it cannot be switched now, as far as that shows from outside.
    static Optional<Refused> unready(MigrationStatus status) {
        if (status.problem().isPresent()) {
            return refused(Reason.NOT_READY, status.problem().get());
        }
        if (status.state() == MigrationStatus.State.SWITCHED) {
            return Optional.empty(); // it was in force, and whoever goes back may be in a hurry
        }
        boolean reached = status.progress().filter(Shadow.Progress::reached).isPresent();
        Optional<Comparison> compared = status.comparison();
        if (!reached || compared.isEmpty()) {
            return refused(
                    Reason.NOT_READY,
                    "the other side is not filled and compared yet: see freshet migrate status");
        }
        return compared.get().isWhole()
                ? Optional.empty()
                : differs(compared.get().rows(), compared.get().expected());
    }

    private static Optional<Refused> differs(long rows, long expected) {
        return refused(
                Reason.DIFFERS,
                "the other side's store holds "
                        + rows
                        + " rows, and its documents have "
                        + expected
                        + " chunks: cancel or drop it, and migrate again");
    }

    private static Optional<Refused> refused(Reason reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }

    Optional<Refused> run() {
        Optional<Sided.Other> found = stored.sided().other();
        if (found.isEmpty()) {
            return refused(Reason.NOT_READY, stored.sided().problem().orElse("it is not there"));
        }
        Sided.Other other = found.get();
        Function<Content, Chunked> cut = Beside.cut(extractor, other.side());
        AskedEmbedder asked =
                new AskedEmbedder(other.endpoints(), world, meter, SpentFor.MIGRATION);
        Background texts = new Background(world, vectors, asked, other.desk());
        Pages pages = new Pages(stored.ledger(), cut, Beside.texts(texts));
        if (!new CatchUp(pages, other.store()).run(DOCUMENTS_MAX)) {
            return refused(Reason.NOT_READY, "the other side is too far behind");
        }
        boolean cutsAnew =
                !other.side()
                        .chunking()
                        .equals(stored.sided().sides().orElseThrow().inForce().chunking());
        Function<Content, List<Placement>> placements = cut.andThen(Chunked::placements);
        long rows = other.store().applied().rows();
        Switched switched =
                stored.ledger()
                        .switchSides(
                                new Ledger.Switch(
                                        Optional.of(placements).filter(_ -> cutsAnew),
                                        rows,
                                        world.now()));
        return switch (switched) {
            case Switched.Differs(long chunks) -> differs(rows, chunks);
            case Switched.Done(Ledger.Head head, _) -> {
                stored.allStores().forEach(store -> show(store, head));
                yield Optional.empty();
            }
        };
    }

    /// Each holds its own rows of that version already, if it held those of the one before.
    private static void show(Store store, Ledger.Head head) {
        try {
            if (store.applied().version() == head.version() - 1) {
                store.publish(head.history(), head.version());
            }
        } catch (FreshetException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "store lags store=" + store.name(), e);
        }
    }
}
