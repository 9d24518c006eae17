package io.freshet.engine;

import io.freshet.Chunking;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.EmbeddingSpace;
import io.freshet.Vector;
import io.freshet.spi.Ledger;
import io.freshet.spi.World.Lane;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The newest version of a collection at the moment when it was asked for, to be read from end to
/// end: retention spares it until it is closed, however many versions follow. Where the collection
/// stops meanwhile, as for a purge, reading fails. Safe for any thread; blocking.
public final class Snapshot implements AutoCloseable {
    private final SystemWorld world;
    private final Pipeline steps;
    private final Ledger.Head head;

    private Snapshot(SystemWorld world, Pipeline steps, Ledger.Head head) {
        this.world = world;
        this.steps = steps;
        this.head = head;
    }

    /// In a turn among commits and prunings, so that nothing of it is gone before it is held.
    static Snapshot of(SystemWorld world, Pipeline steps) throws InterruptedException {
        Ledger.Head head =
                steps.betweenCommits(
                        () -> {
                            Ledger.Head now = steps.ports().ledger().head();
                            steps.retention().hold(now.version());
                            return now;
                        });
        return new Snapshot(world, steps, head);
    }

    /// Of this version.
    public Ledger.Head head() {
        return head;
    }

    public EmbeddingSpace space() {
        return steps.ports().embedder().space();
    }

    public Chunking chunking() {
        return steps.planner().chunking();
    }

    /// By id, after a key.
    public List<Committed> documents(Optional<DocumentId> after, int limit)
            throws InterruptedException {
        Ledger ledger = steps.ports().ledger();
        return world.call(Lane.READ, () -> ledger.list("", after, limit, head.version()));
    }

    /// Those that are known, by the hash of their chunk.
    public Map<String, Vector> vectors(Collection<String> hashes) throws InterruptedException {
        return world.call(Lane.READ, () -> steps.ports().vectors().find(space(), hashes));
    }

    @Override
    public void close() {
        steps.retention().letGo(head.version());
    }
}
