package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.Admission;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Submission;
import io.freshet.feed.Signal;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The collections of one process: when each is opened, and what is left when one is removed.
final class EngineTest {
    private static final CollectionName KNOWLEDGE_BASE = new CollectionName("knowledge_base");
    private static final CollectionName A = new CollectionName("a");
    private static final CollectionName B = new CollectionName("b");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MemoryAdapters adapters = new MemoryAdapters(new LineExtractor());

    private Engine open() {
        return open(_ -> false);
    }

    private Engine open(Predicate<CollectionName> fed) {
        return Engine.open(
                adapters,
                new Wanted(
                        new TreeSet<>(List.of(KNOWLEDGE_BASE)),
                        fed,
                        _ -> CollectionSettings.DEFAULT));
    }

    private static void put(Engine engine, CollectionName name, String id, String text)
            throws InterruptedException {
        Shard shard = engine.create(name);
        assertThat(shard.await(accepted(shard, id, text), PATIENCE).visible()).isTrue();
    }

    private static Admission.Accepted accepted(Shard shard, String id, String text)
            throws InterruptedException {
        return (Admission.Accepted)
                shard.submitTracked(new Submission(List.of(SimCollection.upsert(id, text)), false));
    }

    @Test
    void onlyWhatHasSomethingToDoIsOpenedAtTheStart() throws InterruptedException {
        try (Engine engine = open()) {
            assertThat(engine.names()).containsExactly(KNOWLEDGE_BASE);
            put(engine, A, "one", "a text");
            put(engine, B, "one", "another text");
        }
        try (Engine engine = open()) {
            assertThat(engine.names()).containsExactly(A, B, KNOWLEDGE_BASE);
            assertThat(adapters.storesOpened()).isEmpty();
            assertThat(engine.statuses())
                    .extracting(CollectionStatus::state)
                    .containsOnly(CollectionStatus.State.CLOSED);
            assertThat(engine.statuses().getFirst().head().documents()).isEqualTo(1);
            assertThat(engine.statuses().getFirst().searchable()).isEqualTo(1);
            assertThat(engine.place(A).orElseThrow().version()).isEqualTo(1);
            assertThat(engine.opened(A)).isEmpty();
            assertThat(engine.find(A).orElseThrow().list("", Optional.empty(), 9)).hasSize(1);
            assertThat(adapters.storesOpened()).containsExactly(A);
            assertThat(engine.find(new CollectionName("c"))).isEmpty();
        }
        try (Engine engine = open(B::equals)) {
            assertThat(engine.opened(A)).isEmpty();
            assertThat(engine.opened(B)).isPresent();
        }
    }

    @Test
    @Tag("I1")
    void whereEventsWaitItIsOpenedAtTheStart() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, B, "one", "a text");
            var gate = adapters.embedder().hold();
            accepted(engine.create(A), "late", "a text that was not embedded yet");
            gate.awaitArrivals(1, PATIENCE);
            Thread.ofVirtual().start(gate::open);
        }
        try (Engine engine = open()) {
            assertThat(engine.opened(B)).isEmpty();
            assertThat(engine.find(A).orElseThrow().awaitSequence(1, PATIENCE))
                    .isEqualTo(Visibility.VISIBLE);
        }
    }

    @Test
    @Tag("I5")
    void aTextThatARemovedCollectionAskedForIsAskedForByWhoWaitedForIt() throws Exception {
        try (Engine engine = open();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var gate = adapters.embedder().hold();
            Shard first = engine.create(A);
            Admission.Accepted lost = accepted(first, "one", "the same text");
            gate.awaitArrivals(1, PATIENCE);
            Future<Boolean> waiting = clients.submit(() -> first.await(lost, PATIENCE).visible());
            Shard second = engine.create(B);
            Admission.Accepted kept = accepted(second, "one", "the same text");
            assertThat(engine.remove(A)).contains(new Engine.Removed(0, 0));
            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(waiting::get)
                    .withCauseInstanceOf(Unavailable.class);
            gate.open();
            assertThat(second.await(kept, PATIENCE).visible()).isTrue();
        }
    }

    @Test
    void onceItIsClosedNobodyWaitsForACollectionThatRests() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, A, "one", "a text");
        }
        Engine engine = open();
        assertThat(engine.opened(A)).isEmpty();
        engine.close();

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> engine.find(A));
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> engine.create(B));
            assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> engine.remove(A));
        }
    }

    @Test
    void whoeverClosesItInterruptedClosesItToTheEnd() throws InterruptedException {
        Engine engine = open();
        put(engine, A, "one", "a text");
        var gate = adapters.embedder().hold();
        Shard shard = engine.create(A);
        accepted(shard, "late", "a text that was not embedded yet");
        gate.awaitArrivals(1, PATIENCE);
        Thread.currentThread().interrupt();
        Thread.ofVirtual().start(gate::open);

        engine.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(Unavailable.class).isThrownBy(shard::feed);
    }

    @Test
    @Tag("I9")
    void oneThatIsMadeAgainGoesOnFromItsNumber() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, A, "one", "a text");
            put(engine, A, "two", "another text");
            String history = engine.find(A).orElseThrow().feed().history();
            Signal signal = new Signal();
            engine.attach(signal);
            assertThat(engine.remove(A)).contains(new Engine.Removed(2, 2));
            assertThat(signal.await(Duration.ZERO)).isTrue();
            assertThat(engine.remove(A)).isEmpty();
            assertThat(engine.names()).doesNotContain(A);
            assertThat(engine.place(A)).isEmpty();

            Shard again = engine.create(A);
            assertThat(signal.await(Duration.ZERO)).isTrue();
            assertThat(again.status().head().documents()).isZero();
            assertThat(again.feed().announced()).isEqualTo(2);
            assertThat(again.feed().history()).isNotEqualTo(history);
            put(engine, A, "one", "a text");
            assertThat(again.feed().announced()).isEqualTo(3);
            assertThat(adapters.embedder().textCount()).isEqualTo(2);
        }
    }

    @Test
    void aWantedOneIsThereAgainAtOnce() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, KNOWLEDGE_BASE, "one", "a text");
            assertThat(engine.remove(KNOWLEDGE_BASE)).contains(new Engine.Removed(1, 1));
            assertThat(engine.find(KNOWLEDGE_BASE).orElseThrow().feed().announced()).isEqualTo(1);
        }
    }

    @Test
    void whatIsChangedIsDoneWhileItStandsStill() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, A, "one", "a text");
            Shard before = engine.find(A).orElseThrow();
            Shard after =
                    engine.change(
                            A,
                            head -> {
                                assertThat(head.documents()).isEqualTo(1);
                                assertThat(before.isReady()).isFalse();
                                assertThat(engine.opened(A)).isEmpty();
                            });
            assertThat(after).isNotSameAs(before);
            assertThat(after.list("", Optional.empty(), 9)).hasSize(1);
            assertThat(after.feed().history()).isEqualTo(engine.place(A).orElseThrow().history());
            assertThat(before.status().state()).isEqualTo(CollectionStatus.State.CLOSED);
            assertThatExceptionOfType(Unavailable.class).isThrownBy(before::feed);

            assertThatExceptionOfType(Corrupt.class)
                    .isThrownBy(() -> engine.change(A, EngineTest::refuse));
            assertThat(engine.find(A).orElseThrow().status().head().documents()).isEqualTo(1);
            assertThatExceptionOfType(Corrupt.class)
                    .isThrownBy(() -> engine.change(B, EngineTest::refuse));
            assertThat(engine.names()).doesNotContain(B);
        }
    }

    private static void refuse(io.freshet.spi.Ledger.Head head) {
        throw new Corrupt("not like this: " + head);
    }

    @Test
    void oneThatCannotBeOpenedForAWhileIsTriedAgain() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, A, "one", "a text");
        }
        try (Engine engine = open()) {
            adapters.failLedger(A, () -> new Unavailable("disk full", Duration.ofSeconds(1)));
            Shard failed = engine.find(A).orElseThrow();
            assertThatExceptionOfType(Unavailable.class).isThrownBy(failed::feed);
            adapters.mendLedger(A);
            assertThat(engine.find(A).orElseThrow().status().head().documents()).isEqualTo(1);
        }
    }

    @Test
    @Tag("I9")
    void aDamagedOneCanBeRemovedAndItsNumberDoesNotFall() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, A, "one", "a text");
            put(engine, A, "two", "another text");
        }
        adapters.failLedger(A, () -> new Corrupt("damaged"));
        try (Engine engine = open()) {
            assertThat(engine.find(A).orElseThrow().status().state())
                    .isEqualTo(CollectionStatus.State.CORRUPT);
            assertThat(engine.remove(A).orElseThrow().version()).isGreaterThanOrEqualTo(2);
            put(engine, A, "one", "a text");
            assertThat(engine.find(A).orElseThrow().feed().announced()).isGreaterThan(2);
        }
    }
}
