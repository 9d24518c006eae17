package io.freshet.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Chunking;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.Text;
import io.freshet.contract.Edits;
import io.freshet.planner.Planner;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemoryStore;
import io.freshet.sim.MemoryVectors;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A store that is brought to the ledger's head.
final class ProjectorTest {
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
    private final Edits edits = new Edits(ledger);
    private final MemoryStore store = new MemoryStore("primary", new MemoryStore.Disk());
    private final CountingEmbedder embedder = new CountingEmbedder();

    private void show(long since) {
        MemoryVectors vectors = new MemoryVectors(new MemoryVectors.State());
        Planner planner = new Planner(new LineExtractor()::extract, Chunking.DEFAULT);
        Mend mend = new Mend(vectors, embedder, planner::cut);
        Projector projector = new Projector(world, ledger, vectors, store, mend, since, _ -> {});
        boolean did = true;
        while (did) {
            did = projector.step();
            did |= world.advanceCall();
        }
        assertThat(projector.applied()).isEqualTo(ledger.head().version());
    }

    private List<RowKey> held() {
        return store.read(Optional.empty(), 100).rows().stream().map(Store.HeldRow::key).toList();
    }

    private static RowKey row(String document, String text) {
        return new RowKey(Edits.id(document), Text.hash(text));
    }

    /// Its disk gave back what it showed before the switch, while it is in force: the ledger's rows
    /// of that version are cut otherwise.
    @Test
    @Tag("I4")
    void aStoreThatFallsBackBehindTheSwitchToItIsFilledAnew() {
        RowKey otherwise = row("a", "half of one");
        edits.put("a", "one");
        store.write(
                List.of(),
                List.of(
                        new Store.Row(
                                otherwise,
                                "half of one",
                                embedder.right("half of one"),
                                Metadata.NONE)));
        store.publish(ledger.head().history(), 1);
        edits.put("b", "two");
        edits.delete("a");

        show(2);

        assertThat(held()).containsExactly(row("b", "two"));
    }

    @Test
    void anEmptyStoreOfACollectionThatWasEmptyWhenItsSideCameIsNotFilledAnew() {
        edits.put("a", "one");
        edits.delete("a");
        show(0);
        Store.Applied before = store.applied();

        show(3);

        assertThat(store.applied()).isEqualTo(before);
    }
}
