package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.SearchRequest;
import io.freshet.Submission;
import io.freshet.Vector;
import io.freshet.engine.MigrationStatus.State;
import io.freshet.engine.Migrations.Estimated;
import io.freshet.engine.Migrations.Outcome;
import io.freshet.engine.Migrations.Reason;
import io.freshet.engine.Migrations.Target;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.Gate;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.spi.Embedder;
import io.freshet.spi.Ledger.RolledBack;
import io.freshet.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A filled collection is given another embedder, or is cut otherwise, while it serves.
final class MigrationTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Embedder.Limits LIMITS =
            new Embedder.Limits(4, 16_384, 4, Duration.ofSeconds(30));
    private static final Target OTHER = new Target(Optional.of("other"), Optional.empty());
    private static final Target FINER =
            new Target(Optional.empty(), Optional.of(new Chunking(32, Chunking.Prefix.NONE)));

    private final MemoryAdapters adapters = new MemoryAdapters(new LineExtractor());
    private CountingEmbedder other = other();

    private CountingEmbedder other() {
        other = new CountingEmbedder("other", LIMITS);
        adapters.embedder("other", other);
        return other;
    }

    private Engine open() {
        return Engine.open(
                adapters, new Wanted(new TreeSet<>(), _ -> false, _ -> CollectionSettings.DEFAULT));
    }

    private static void send(Shard shard, IndexEvent event) throws InterruptedException {
        var accepted =
                (Admission.Accepted) shard.submitTracked(new Submission(List.of(event), false));
        assertThat(shard.await(accepted, PATIENCE).visible()).isTrue();
    }

    private static void put(Engine engine, String id, String text) throws InterruptedException {
        send(engine.create(DOCS), SimCollection.upsert(id, text));
    }

    private static void delete(Engine engine, String id) throws InterruptedException {
        send(
                engine.create(DOCS),
                new IndexEvent(
                        List.of(new DocumentId(id)),
                        new Change.Delete(),
                        Priority.NORMAL,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Instant.EPOCH));
    }

    /// Each line is a block; many lines make more than one chunk.
    private static String text(String word, int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(word).append(" line number ").append(i).append(" of the text\n");
        }
        return text.toString();
    }

    private static MigrationStatus done(Optional<Outcome> outcome) {
        assertThat(outcome).get().isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome.orElseThrow()).status();
    }

    private static Reason refused(Optional<Outcome> outcome) {
        assertThat(outcome).get().isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome.orElseThrow()).reason();
    }

    private static MigrationStatus status(Engine engine) throws InterruptedException {
        return engine.migrations().status(DOCS).orElseThrow();
    }

    private static MigrationStatus awaitState(Engine engine, State state)
            throws InterruptedException {
        await(engine, status -> status.state() == state);
        return status(engine);
    }

    private static void await(Engine engine, Predicate<MigrationStatus> condition)
            throws InterruptedException {
        for (int i = 0; i < 10_000 && !condition.test(status(engine)); i++) {
            Outcomes outcomes = engine.find(DOCS).orElseThrow().open().outcomes();
            outcomes.awaitProgress(outcomes.progress(), Duration.ofMillis(20));
        }
        assertThat(status(engine)).matches(condition);
    }

    /// At once: nothing is waited for on the way back.
    private static MigrationStatus reverted(Engine engine) throws InterruptedException {
        return done(engine.migrations().revert(DOCS));
    }

    private static List<String> find(Engine engine, String question) throws InterruptedException {
        return find(engine, question, SearchRequest.Mode.VECTOR);
    }

    private static List<String> find(Engine engine, String question, SearchRequest.Mode mode)
            throws InterruptedException {
        SearchRequest request =
                new SearchRequest(
                        question, Optional.empty(), mode, 10, SearchRequest.Scope.ALL, 1, 0, false);
        return engine.find(DOCS).orElseThrow().search(request).hits().stream()
                .map(hit -> hit.chunk().document().value())
                .toList();
    }

    private static void fill(Engine engine) throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            put(engine, "doc" + i, text("word" + i, 30));
        }
    }

    @Test
    @Tag("I7")
    @Tag("I5")
    void anotherEmbedderIsFilledBesideSwitchedToAndLeftAgainWithNothingEmbeddedTwice()
            throws InterruptedException {
        try (Engine engine = open()) {
            fill(engine);
            int before = adapters.embedder().textCount();
            long version = engine.find(DOCS).orElseThrow().feed().announced();

            var would = (Estimated.Would) engine.migrations().estimate(DOCS, OTHER).orElseThrow();
            assertThat(would.estimate().documents()).isEqualTo(6);
            assertThat(would.estimate().tokens()).isPositive();
            assertThat(would.estimate().known()).isZero();
            assertThat(other.textCount()).isZero();

            assertThat(done(engine.migrations().start(DOCS, OTHER)).state())
                    .isIn(State.FILLING, State.READY);
            MigrationStatus ready = awaitState(engine, State.READY);
            assertThat(ready.comparison().orElseThrow().isWhole()).isTrue();
            assertThat(ready.comparison().orElseThrow().sameFirst()).isEqualTo(6);
            assertThat(ready.progress().orElseThrow().tokens())
                    .isEqualTo(would.estimate().tokens());
            put(engine, "new", text("fresh", 2));
            delete(engine, "doc0");
            assertThat(find(engine, "word1").getFirst()).isEqualTo("doc1");
            int filled = other.textCount();

            assertThat(done(engine.migrations().switchOver(DOCS)).state())
                    .isEqualTo(State.SWITCHED);
            assertThat(engine.find(DOCS).orElseThrow().feed().announced()).isEqualTo(version + 3);
            assertThat(find(engine, "fresh").getFirst()).isEqualTo("new");
            assertThat(other.texts().getLast()).isEqualTo("fresh");
            assertThat(new TreeSet<>(other.texts())).hasSameSizeAs(other.texts());
            put(engine, "newer", text("later", 2));

            MigrationStatus back = reverted(engine);
            assertThat(back.inForce().embedder()).isEqualTo("counting");
            assertThat(find(engine, "later").getFirst()).isEqualTo("newer");
            assertThat(find(engine, "fresh")).doesNotContain("doc0");
            assertThat(done(engine.migrations().cancel(DOCS)).state()).isEqualTo(State.NONE);
            assertThat(adapters.slots(DOCS)).containsExactly(0);
            assertThat(adapters.embedder().textCount()).isEqualTo(before + 1 + 3 + 1);
            assertThat(other.textCount()).isGreaterThan(filled);
        }
    }

    @Test
    @Tag("I4")
    void anotherWayOfCuttingIsOneVersionThatCutsEveryDocumentAnew() throws InterruptedException {
        try (Engine engine = open()) {
            fill(engine);
            long chunks = engine.find(DOCS).orElseThrow().status().head().chunks();
            done(engine.migrations().start(DOCS, FINER));
            awaitState(engine, State.READY);
            put(engine, "doc0", text("changed", 40));
            long version = engine.find(DOCS).orElseThrow().feed().announced();

            done(engine.migrations().switchOver(DOCS));
            int embedded = adapters.embedder().textCount();

            Shard shard = engine.find(DOCS).orElseThrow();
            assertThat(shard.status().head().chunks()).isGreaterThan(2 * chunks);
            assertThat(shard.status().stores().getFirst().rows())
                    .isEqualTo(shard.status().head().chunks());
            assertThat(shard.feed().announced()).isEqualTo(version + 1);
            assertThat(find(engine, "word3").getFirst()).isEqualTo("doc3");
            put(engine, "doc1", text("word1", 30) + "one more\n");
            assertThat(adapters.embedder().textCount() - embedded).isLessThan(12);

            var rollback =
                    new io.freshet.spi.Ledger.Rollback(version, "", List.of(), Instant.EPOCH);
            assertThat(shard.versions().rollBack(rollback, false, PATIENCE).rolledBack())
                    .isInstanceOf(RolledBack.OtherSide.class);
            reverted(engine);
            done(engine.migrations().cancel(DOCS));
            put(engine, "doc1", text("word1", 30));
            assertThat(engine.find(DOCS).orElseThrow().status().head().chunks())
                    .isLessThan(2 * chunks);
        }
    }

    @Test
    @Tag("I5")
    void aRestartGoesOnAndPayingStopsWhileItIsPaused() throws InterruptedException {
        int asked;
        try (Engine engine = open()) {
            fill(engine);
            Gate gate = other.hold();
            done(engine.migrations().start(DOCS, OTHER));
            gate.awaitArrivals(1, PATIENCE);
            gate.open();
            done(engine.migrations().pause(DOCS));
            assertThat(status(engine).state()).isEqualTo(State.PAUSED);
            asked = other.textCount();
            put(engine, "new", text("fresh", 2));
            assertThat(refused(engine.migrations().switchOver(DOCS))).isEqualTo(Reason.STATE);
            assertThat(other.textCount()).isEqualTo(asked);
        }
        CountingEmbedder first = other;
        other();
        try (Engine engine = open()) {
            assertThat(status(engine).state()).isEqualTo(State.PAUSED);
            done(engine.migrations().resume(DOCS));
            awaitState(engine, State.READY);
            TreeSet<String> twice = new TreeSet<>(first.texts());
            twice.retainAll(other.texts());
            assertThat(twice).isEmpty();
            done(engine.migrations().switchOver(DOCS));
            done(engine.migrations().drop(DOCS));
            assertThat(adapters.slots(DOCS)).containsExactly(1);
        }
        other();
        try (Engine engine = open()) {
            assertThat(status(engine).inForce().embedder()).isEqualTo("other");
            assertThat(status(engine).configured()).isPresent();
            assertThat(find(engine, "fresh").getFirst()).isEqualTo("new");
        }
        other();
        adapters.configure("other");
        try (Engine engine = open()) {
            assertThat(status(engine).configured()).isEmpty();
        }
    }

    @Test
    @Tag("I7")
    void whatIsConfiguredOtherwiseIsNeverMixedWithWhatIsThere() throws InterruptedException {
        try (Engine engine = open()) {
            fill(engine);
        }
        adapters.configure("other");
        try (Engine engine = open()) {
            assertThat(status(engine).inForce().embedder()).isEqualTo("counting");
            assertThat(status(engine).configured().orElseThrow().embedder()).isEqualTo("other");
            put(engine, "new", text("fresh", 2));
            assertThat(find(engine, "fresh").getFirst()).isEqualTo("new");
            assertThat(other.textCount()).isZero();
            done(engine.migrations().start(DOCS, OTHER));
            awaitState(engine, State.READY);
            done(engine.migrations().switchOver(DOCS));
            done(engine.migrations().drop(DOCS));
        }
    }

    @Test
    @Tag("I7")
    void whatAnEmbedderFilledThatIsGoneIsReadAndMovesToWhatBearsItsNameNow()
            throws InterruptedException {
        adapters.configure("other");
        try (Engine engine = open()) {
            fill(engine);
        }
        CountingEmbedder now = new CountingEmbedder("otherwise", LIMITS);
        adapters.embedder("other", now);
        try (Engine engine = open()) {
            Shard shard = engine.find(DOCS).orElseThrow();
            assertThat(shard.status().problem()).isEmpty();
            assertThat(find(engine, "word3", SearchRequest.Mode.KEYWORD)).containsExactly("doc3");
            assertThatThrownBy(() -> find(engine, "word3"))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("filled with the embedder other")
                    .hasMessageContaining(
                            "other is now another model or has other settings (otherwise)");
            shard.submitTracked(
                    new Submission(List.of(SimCollection.upsert("new", "waits")), false));
            delete(engine, "doc5");
            assertThat(now.textCount()).isZero();

            done(engine.migrations().start(DOCS, OTHER));
            awaitState(engine, State.READY);
            done(engine.migrations().switchOver(DOCS));
            done(engine.migrations().drop(DOCS));
            put(engine, "new", text("fresh", 2));
            assertThat(find(engine, "fresh").getFirst()).isEqualTo("new");
            assertThat(find(engine, "word3")).hasSize(6).doesNotContain("doc5");
        }
    }

    @Test
    void whatIsPurgedIsInNeitherStoreAndTheOthersAreNotPaidForAgain() throws InterruptedException {
        try (Engine engine = open()) {
            fill(engine);
            done(engine.migrations().start(DOCS, FINER));
            awaitState(engine, State.READY);
            int embedded = adapters.embedder().textCount();
            var purge = new Purge("", List.of(new DocumentId("doc2")), Instant.EPOCH);
            assertThat(engine.upkeep().purge(DOCS, purge, OptionalLong.empty())).isPresent();
            awaitState(engine, State.READY);
            done(engine.migrations().switchOver(DOCS));
            assertThat(find(engine, "word2")).doesNotContain("doc2").hasSize(5);
            assertThat(adapters.embedder().textCount()).isEqualTo(embedded + 1);
        }
    }

    @Test
    @Tag("I4")
    void aStoreThatLostTheVersionOfTheSwitchIsFilledAnew() throws InterruptedException {
        String history;
        long version;
        try (Engine engine = open()) {
            fill(engine);
            done(engine.migrations().start(DOCS, FINER));
            awaitState(engine, State.READY);
            done(engine.migrations().switchOver(DOCS));
            history = engine.find(DOCS).orElseThrow().feed().history();
            version = engine.find(DOCS).orElseThrow().feed().announced();
        }
        try (Store lost = adapters.stores(DOCS, 64, 1).getFirst()) {
            var row = new RowKey(new DocumentId("doc1"), "a chunk that was edited away before");
            Vector vector = new CountingEmbedder().right("stray");
            lost.write(List.of(), List.of(new Store.Row(row, "stray", vector, Metadata.NONE)));
            lost.publish(history, version - 1);
        }
        try (Engine engine = open()) {
            assertThat(find(engine, "word1").getFirst()).isEqualTo("doc1");
            CollectionStatus now = engine.find(DOCS).orElseThrow().status();
            assertThat(now.stores().getFirst().rows()).isEqualTo(now.head().chunks());
        }
    }

    @Test
    void whatDoesNotFitTheStateIsRefused() throws InterruptedException {
        try (Engine engine = open()) {
            put(engine, "a", "some text");
            Migrations migrations = engine.migrations();
            assertThat(refused(migrations.switchOver(DOCS))).isEqualTo(Reason.STATE);
            assertThat(refused(migrations.drop(DOCS))).isEqualTo(Reason.STATE);
            assertThat(
                            refused(
                                    migrations.start(
                                            DOCS, new Target(Optional.empty(), Optional.empty()))))
                    .isEqualTo(Reason.SAME);
            assertThat(
                            refused(
                                    migrations.start(
                                            DOCS,
                                            new Target(Optional.of("nobody"), Optional.empty()))))
                    .isEqualTo(Reason.UNKNOWN_EMBEDDER);
            done(migrations.start(DOCS, OTHER));
            assertThat(refused(migrations.start(DOCS, OTHER))).isEqualTo(Reason.STATE);
            assertThat(refused(migrations.revert(DOCS))).isEqualTo(Reason.STATE);
            assertThat(migrations.status(new CollectionName("none"))).isEmpty();
        }
    }
}
