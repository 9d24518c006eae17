package io.freshet.engine;

import io.freshet.ReadBack;
import io.freshet.Sides;
import io.freshet.SparedEntry;
import io.freshet.projector.Mend;
import io.freshet.projector.Projector;
import io.freshet.projector.Scan;
import io.freshet.spi.Store;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The stores of a collection, the primary one first: each is brought to the ledger's head, and
/// read back in turn; and beside them that of the other side of a migration. Confined to its shard,
/// but for [#status] and [#drift], which any thread may read.
final class Projections {
    private final List<Projector> projectors = new ArrayList<>();
    private final List<Scan> scans = new ArrayList<>();
    private final Optional<Beside> beside;

    Projections(World world, Ports ports, Mend mend) {
        long since = ports.sided().sides().map(Sides::since).orElse(0L);
        for (Store store : ports.stores()) {
            Projector projector =
                    new Projector(
                            world,
                            ports.ledger(),
                            ports.vectors(),
                            store,
                            mend,
                            since,
                            rows ->
                                    ports.meter()
                                            .spared(SparedEntry.Reason.STORE_REBUILT, rows, 0));
            projectors.add(projector);
            scans.add(new Scan(world, ports.ledger(), ports.vectors(), mend, projector));
        }
        beside = Beside.of(world, ports);
    }

    boolean step() {
        boolean did = false;
        for (Projector projector : projectors) {
            did |= projector.step();
        }
        for (Scan scan : scans) {
            did |= scan.step();
        }
        if (beside.isPresent()) {
            did |= beside.get().step();
        }
        return did;
    }

    /// Nothing more is asked for by what goes on in them. Any thread.
    void end() {
        beside.ifPresent(Beside::end);
    }

    /// Whether what was asked for is not answered yet. Any thread.
    boolean areAsking() {
        return beside.filter(Beside::isAsking).isPresent();
    }

    /// By whoever runs the steps, as the last thing.
    void close() {
        beside.ifPresent(Beside::close);
    }

    /// The version from which on retention leaves all alone, where it would leave those from
    /// another on. Any thread.
    long kept(long announced) {
        return beside.map(other -> Math.min(announced, other.pinned())).orElse(announced);
    }

    /// The other side, where one is filled or kept fresh.
    Optional<Beside> beside() {
        return beside;
    }

    /// The ledger has reached this version.
    void committed(long version) {
        projectors.forEach(projector -> projector.committed(version));
        beside.ifPresent(other -> other.committed(version));
    }

    /// The version that searches see.
    long applied() {
        return projectors.getFirst().applied();
    }

    List<String> names() {
        return projectors.stream().map(projector -> projector.store().name()).toList();
    }

    List<Scan> scans() {
        return scans;
    }

    /// Rows that were found wrong since the start, in all stores.
    ReadBack.Drift drift() {
        return scans.stream().map(Scan::drift).reduce(ReadBack.Drift.NONE, ReadBack.Drift::and);
    }

    List<CollectionStatus.StoreStatus> status(Instant now) {
        List<CollectionStatus.StoreStatus> list = new ArrayList<>();
        for (int i = 0; i < projectors.size(); i++) {
            Projector projector = projectors.get(i);
            Scan scan = scans.get(i);
            Optional<ReadBack> last = scan.last();
            Store.Applied shows = projector.store().applied();
            list.add(
                    new CollectionStatus.StoreStatus(
                            projector.store().name(),
                            shows.version(),
                            shows.rows(),
                            projector.problem(),
                            last,
                            last.map(read -> Status.ago(read.at(), now)).orElse(Duration.ZERO),
                            scan.drift()));
        }
        return list;
    }
}
