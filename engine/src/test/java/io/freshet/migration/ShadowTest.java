package io.freshet.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Chunk;
import io.freshet.Chunking;
import io.freshet.FreshetException.Unavailable;
import io.freshet.RowKey;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.contract.Edits;
import io.freshet.planner.Planner;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemoryStore;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Store;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The other side's store while that is in trouble.
final class ShadowTest {
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
    private final Edits edits = new Edits(ledger);
    private final MemoryStore store = new MemoryStore("other", new MemoryStore.Disk());
    private String failing = "";
    private int failed;

    private final Set<String> lost = new TreeSet<>();
    private Runnable whenTaken = () -> {};

    /// Every text has a vector already, but for those that were lost.
    private final class Known implements Texts {
        @Override
        public Map<String, Vector> known(Collection<String> hashes) {
            Map<String, Vector> known = new TreeMap<>();
            hashes.forEach(hash -> known.put(hash, new Vector(new float[] {1})));
            known.keySet().removeAll(lost);
            return known;
        }

        @Override
        public Duration pause() {
            return Duration.ZERO;
        }

        @Override
        public String problem() {
            return "";
        }

        @Override
        public List<Chunk> take(Collection<Chunk> lacking) {
            whenTaken.run();
            return List.copyOf(lacking);
        }

        @Override
        public void giveBack(List<Chunk> taken) {}

        @Override
        public void letGo() {}

        @Override
        public void close() {}

        @Override
        public void ask(List<Chunk> taken) {
            taken.forEach(chunk -> lost.remove(chunk.hash()));
        }

        @Override
        public World.Lane lane() {
            return World.Lane.EMBED;
        }

        @Override
        public Duration deadline() {
            return World.UNBOUNDED;
        }

        @Override
        public void late(Unavailable e) {}

        @Override
        public long tokens() {
            return 0;
        }
    }

    private Shadow shadow() {
        Store troubled =
                PortProxy.of(
                        Store.class,
                        store,
                        call -> {
                            Object done = call.proceed();
                            if (call.name().equals(failing)) {
                                failed++;
                                throw new Unavailable("trouble", Duration.ofSeconds(1));
                            }
                            return done;
                        });
        Planner planner = new Planner(new LineExtractor()::extract, Chunking.DEFAULT);
        return new Shadow(world, troubled, new Pages(ledger, planner::cut, new Known()));
    }

    private void put(Shadow shadow, String text) {
        shadow.committed(edits.put("a", text).head().version());
    }

    private void runUntilItFails(Shadow shadow) {
        int before = failed;
        runUntil(shadow, () -> failed > before && !shadow.progress().problem().isEmpty());
    }

    private void runToTheHead(Shadow shadow) {
        runUntil(shadow, () -> shadow.progress().shown() == ledger.head().version());
    }

    private void runUntil(Shadow shadow, BooleanSupplier condition) {
        for (int turns = 0; turns < 1000 && !condition.getAsBoolean(); turns++) {
            boolean _ = shadow.step() || world.advanceCall() || world.passTime();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    @Tag("I4")
    void whatAFailedPassHasWrittenIsGoneOnceItsDocumentHasChangedAgain() {
        Shadow shadow = shadow();
        put(shadow, "one");
        runToTheHead(shadow);
        put(shadow, "two");
        failing = "write";
        runUntilItFails(shadow);
        put(shadow, "three");
        failing = "";

        runToTheHead(shadow);

        assertThat(store.rows(Optional.empty(), 10))
                .containsExactly(new RowKey(Edits.id("a"), Text.hash("three")));
    }

    @Test
    void aStoreThatDoesNotSayWhatItShowsIsWaitedFor() {
        edits.put("a", "one");
        failing = "applied";
        Shadow shadow = shadow();
        runUntilItFails(shadow);
        assertThat(shadow.progress().problem()).isEqualTo("trouble");
        assertThat(shadow.pinned()).isZero();
        failing = "";

        runToTheHead(shadow);

        assertThat(store.rows(Optional.empty(), 10)).hasSize(1);
        assertThat(shadow.progress().problem()).isEmpty();
    }

    /// A purge drops vectors that no version refers to: here that of "one", while "two" was there.
    @Test
    @Tag("I5")
    void aVectorThatWentWhileItsDocumentWasAnotherIsAskedForThoughItsRowStayed() {
        Shadow shadow = shadow();
        put(shadow, "one");
        runToTheHead(shadow);
        edits.put("a", "two");
        lost.add(Text.hash("one"));
        put(shadow, "one");

        runToTheHead(shadow);

        assertThat(lost).isEmpty();
        assertThat(store.rows(Optional.empty(), 10))
                .containsExactly(new RowKey(Edits.id("a"), Text.hash("one")));
    }

    /// So whoever stops a collection can wait for what it has asked for, instead of asking again.
    @Test
    @Tag("I5")
    void whatIsAskedForAsItEndsIsAnsweredAndNothingMoreIsAskedFor() {
        lost.add(Text.hash("one"));
        edits.put("a", "one");
        Shadow shadow = shadow();
        runUntil(shadow, shadow::isAsking);
        shadow.end();
        runUntil(shadow, () -> !shadow.isAsking());
        assertThat(lost).isEmpty();
        runToTheHead(shadow);

        lost.add(Text.hash("two"));
        put(shadow, "two");
        for (int turns = 0; turns < 100; turns++) {
            boolean _ = shadow.step() || world.advanceCall() || world.passTime();
            assertThat(shadow.isAsking()).isFalse();
        }
        assertThat(lost).hasSize(1);
    }

    /// It has looked whether it is to end, and has not asked yet.
    @Test
    @Tag("I5")
    void whoeverEndsItJustBeforeItAsksIsToldThatItDoes() throws Exception {
        lost.add(Text.hash("one"));
        edits.put("a", "one");
        Shadow shadow = shadow();
        var told =
                new FutureTask<>(
                        () -> {
                            shadow.end();
                            return shadow.isAsking();
                        });
        whenTaken =
                () -> {
                    Thread ending = Thread.ofPlatform().start(told);
                    while (ending.getState() != Thread.State.BLOCKED && !told.isDone()) {
                        Thread.onSpinWait();
                    }
                };

        runUntil(shadow, shadow::isAsking);

        assertThat(told.get()).isTrue();
    }
}
