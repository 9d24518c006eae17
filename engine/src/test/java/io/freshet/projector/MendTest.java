package io.freshet.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Chunking;
import io.freshet.Committed;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.contract.Edits;
import io.freshet.planner.Planner;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.Gate;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemoryVectors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A vector that is lost is missed by many: the projector, the read-back, searches of older
/// versions.
final class MendTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountingEmbedder embedder = new CountingEmbedder();
    private final Mend mend =
            new Mend(
                    new MemoryVectors(new MemoryVectors.State()),
                    embedder,
                    new Planner(new LineExtractor()::extract, Chunking.DEFAULT)::cut);
    private final Committed document = document();

    private static Committed document() {
        var ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
        new Edits(ledger).put("a", "one");
        return ledger.documents(List.of(Edits.id("a")), 1).get(Edits.id("a"));
    }

    private Vector mended() {
        return mend.vector(document, Text.hash("one"));
    }

    @Test
    @Tag("I5")
    void whoeverMissesItAtTheSameTimeItIsEmbeddedOnce() throws Exception {
        Gate gate = embedder.hold();
        var first = new FutureTask<>(this::mended);
        Thread.ofPlatform().start(first);
        gate.awaitArrivals(1, PATIENCE);
        var second = new FutureTask<>(this::mended);
        Thread waiting = Thread.ofPlatform().start(second);
        while (waiting.isAlive() && waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        gate.open();

        assertThat(first.get()).isEqualTo(embedder.right("one")).isEqualTo(second.get());
        assertThat(mended()).isEqualTo(first.get());
        assertThat(embedder.texts()).containsExactly("one");
        assertThat(mend.mended()).isEqualTo(1);
    }
}
