package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Chunking;
import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Unavailable;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.engine.MigrationStatus.State;
import io.freshet.engine.Migrations.Outcome;
import io.freshet.engine.Migrations.Target;
import io.freshet.planner.Planner;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.LineExtractor;
import io.freshet.sim.MemoryAdapters;
import io.freshet.spi.Embedder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Migrations are started, paused, switched, reverted, cancelled and dropped in an order that is
/// drawn, between edits and restarts: what is there afterwards is what a fresh build would be.
final class MigrationPathsTest {
    private static final CollectionName DOCS = new CollectionName("docs");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STEPS = 60;
    private static final Embedder.Limits LIMITS =
            new Embedder.Limits(4, 16_384, 4, Duration.ofSeconds(30));

    private final MemoryAdapters adapters = new MemoryAdapters(new LineExtractor());
    private final Map<String, String> wanted = new TreeMap<>();

    private Engine open() {
        adapters.embedder("other", new CountingEmbedder("other", LIMITS));
        return Engine.open(
                adapters, new Wanted(new TreeSet<>(), _ -> false, _ -> CollectionSettings.DEFAULT));
    }

    private static String text(SplittableRandom chance) {
        StringBuilder text = new StringBuilder();
        int lines = 1 + chance.nextInt(30);
        for (int i = 0; i < lines; i++) {
            text.append("word").append(chance.nextInt(400)).append(" on a line of some length\n");
        }
        return text.toString();
    }

    private void edit(Engine engine, SplittableRandom chance) throws InterruptedException {
        String id = "doc" + chance.nextInt(12);
        boolean deletes = chance.nextInt(4) == 0;
        IndexEvent event;
        if (deletes) {
            wanted.remove(id);
            event =
                    new IndexEvent(
                            List.of(new DocumentId(id)),
                            new Change.Delete(),
                            Priority.NORMAL,
                            OptionalLong.empty(),
                            Optional.empty(),
                            Instant.EPOCH);
        } else {
            wanted.put(id, text(chance));
            event = SimCollection.upsert(id, wanted.get(id));
        }
        Shard shard = engine.create(DOCS);
        var accepted =
                (Admission.Accepted) shard.submitTracked(new Submission(List.of(event), false));
        if (chance.nextBoolean()) {
            assertThat(shard.await(accepted, PATIENCE).visible()).isTrue();
        }
    }

    private static Target target(SplittableRandom chance) {
        Optional<Chunking> chunking =
                Optional.of(new Chunking(chance.nextBoolean() ? 32 : 100, Chunking.Prefix.NONE));
        return new Target(
                Optional.of(chance.nextBoolean() ? "other" : "counting"),
                chance.nextBoolean() ? chunking : Optional.empty());
    }

    private static Optional<Outcome> act(Engine engine, SplittableRandom chance)
            throws InterruptedException {
        Migrations migrations = engine.migrations();
        return switch (chance.nextInt(10)) {
            case 0, 1, 2 -> migrations.start(DOCS, target(chance));
            case 3 -> migrations.pause(DOCS);
            case 4 -> migrations.resume(DOCS);
            case 5 -> migrations.cancel(DOCS);
            case 6 -> migrations.drop(DOCS);
            case 7 -> migrations.revert(DOCS);
            default -> {
                awaitFilled(engine);
                yield migrations.switchOver(DOCS);
            }
        };
    }

    private static void awaitFilled(Engine engine) throws InterruptedException {
        for (int i = 0; i < 10_000 && state(engine) == State.FILLING; i++) {
            Outcomes outcomes = engine.find(DOCS).orElseThrow().open().outcomes();
            outcomes.awaitProgress(outcomes.progress(), Duration.ofMillis(10));
        }
    }

    private static State state(Engine engine) throws InterruptedException {
        return engine.migrations().status(DOCS).orElseThrow().state();
    }

    private static boolean isSettled(CollectionStatus status) {
        return status.journal().waiting() == 0 && status.searchable() == status.head().version();
    }

    private void matches(Engine engine) throws InterruptedException {
        Shard shard = engine.find(DOCS).orElseThrow();
        for (int i = 0; i < 10_000 && !isSettled(shard.status()); i++) {
            Outcomes outcomes = shard.open().outcomes();
            outcomes.awaitProgress(outcomes.progress(), Duration.ofMillis(10));
        }
        MigrationStatus now = engine.migrations().status(DOCS).orElseThrow();
        Planner planner = new Planner(new LineExtractor()::extract, now.inForce().chunking());
        Map<String, String> held = new TreeMap<>();
        long rows = 0;
        for (Committed document : shard.list("", Optional.empty(), 100)) {
            held.put(document.document().value(), document.content().text());
            var fresh = planner.cut(document.content());
            assertThat(document.placements()).isEqualTo(fresh.placements());
            rows += fresh.chunks().size();
        }
        assertThat(held).isEqualTo(wanted);
        assertThat(shard.status().head().chunks()).isEqualTo(rows);
        assertThat(shard.status().stores().getFirst().rows()).isEqualTo(rows);
        assertThat(shard.open().ports().embedder().space().fingerprint())
                .isEqualTo(now.inForce().space())
                .isEqualTo(shard.status().head().space());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @Tag("I4")
    @Tag("I7")
    void whateverIsDoneTheIndexIsThatOfTheSideInForce(long seed) throws InterruptedException {
        SplittableRandom chance = new SplittableRandom(seed);
        Engine engine = open();
        try {
            for (int step = 0; step < STEPS; step++) {
                int drawn = chance.nextInt(10);
                if (drawn < 5) {
                    edit(engine, chance);
                } else if (drawn < 9 && engine.find(DOCS).isPresent()) {
                    var _ = act(engine, chance);
                } else {
                    engine.close();
                    engine = open();
                }
            }
            matches(engine);
            if (state(engine) != State.NONE) {
                awaitFilled(engine);
                var _ = engine.migrations().switchOver(DOCS);
                matches(engine);
            }
        } catch (Unavailable e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            engine.close();
        }
    }

    /// Whoever goes back may be in a hurry: nothing is filled or compared first.
    @Test
    void whoHasSwitchedMayGoBackAtOnce() throws InterruptedException {
        SplittableRandom chance = new SplittableRandom(5);
        Target other = new Target(Optional.of("other"), Optional.empty());
        try (Engine engine = open()) {
            edit(engine, chance);
            var _ = engine.migrations().start(DOCS, other);
            for (int round = 0; round < 3; round++) {
                awaitFilled(engine);
                assertThat(engine.migrations().switchOver(DOCS))
                        .containsInstanceOf(Outcome.Done.class);
                assertThat(engine.migrations().revert(DOCS)).containsInstanceOf(Outcome.Done.class);
            }
            matches(engine);
        }
    }
}
