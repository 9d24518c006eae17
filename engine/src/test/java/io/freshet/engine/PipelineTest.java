package io.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Admission;
import io.freshet.Block;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.CollectionSettings;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Extracted;
import io.freshet.Format;
import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Refused;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Priority;
import io.freshet.Submission;
import io.freshet.embedding.Desk;
import io.freshet.embedding.Endpoints;
import io.freshet.embedding.Limiter;
import io.freshet.embedding.Meter;
import io.freshet.intake.Request;
import io.freshet.sim.CountingEmbedder;
import io.freshet.sim.EmbedderFault;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.MemoryStore;
import io.freshet.sim.MemoryVectors;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Journal;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final MemoryLedgerState ledger = new MemoryLedgerState("5eed");
    private final MemoryVectors.State vectors = new MemoryVectors.State();
    private final MemoryStore.Disk disk = new MemoryStore.Disk();
    private final MemoryStore store = new MemoryStore("memory", disk);
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final MemoryJournal.Disk journalDisk = new MemoryJournal.Disk();
    private MemoryJournal journal = new MemoryJournal(journalDisk);

    @Test
    @Tag("I7")
    @Tag("A09")
    void aCollectionIsNeverOpenedWithAnotherModelThanItsOwn() {
        Pipeline first = open(embedder);
        put(first, "a", "one");
        rest(first);
        CountingEmbedder other = new CountingEmbedder("other", embedder.limits());
        assertThatThrownBy(() -> open(other))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("another embedding model");
    }

    @Test
    @Tag("A28")
    void aJournalOlderThanItsLedgerIsRefused() {
        Pipeline first = open(embedder);
        put(first, "a", "one");
        rest(first);
        journal = new MemoryJournal(new MemoryJournal.Disk());
        assertThatThrownBy(() -> open(embedder))
                .isInstanceOf(Corrupt.class)
                .hasMessageContaining("the journal is lost");
    }

    @Test
    @Tag("A28")
    void aLedgerThatIsNotTheJournalsIsRefused() {
        Pipeline first = open(embedder);
        put(first, "a", "one");
        rest(first);
        MemoryLedgerState lost = new MemoryLedgerState("0ther");
        assertThatThrownBy(() -> open(embedder, lost)).isInstanceOf(Corrupt.class);
    }

    @Test
    @Tag("I6")
    void aDocumentThatFailsKeepsItsOldVersionAndHoldsUpNobody() {
        Pipeline pipeline = open(embedder);
        put(pipeline, "bad", "old");
        rest(pipeline);
        embedder.misbehave(new EmbedderFault.Fails("poison", () -> new Refused("cannot")));
        put(pipeline, "bad", "poison");
        for (int i = 0; i < 19; i++) {
            put(pipeline, "good" + i, "text " + i);
        }
        turn(pipeline, 2000);
        assertThat(store.applied().rows()).isEqualTo(20);
        assertThat(text("bad")).isEqualTo("old");
        assertThat(journal.status().failing()).hasSize(1);
        embedder.behave();
        rest(pipeline);
        assertThat(text("bad")).isEqualTo("poison");
    }

    @Test
    @Tag("I5")
    @Tag("A28")
    void aStoreThatWasLostIsFilledWithoutEmbeddingAnything() {
        Pipeline pipeline = open(embedder);
        put(pipeline, "a", "one\ntwo");
        put(pipeline, "b", "three");
        rest(pipeline);
        int asked = embedder.textCount();
        store.reset();
        journal = new MemoryJournal(journalDisk);
        Pipeline again = open(embedder);
        assertThat(again.isStarted()).isFalse();
        rest(again);
        assertThat(again.isStarted()).isTrue();
        assertThat(store.applied().rows()).isEqualTo(2);
        assertThat(embedder.textCount()).isEqualTo(asked);
    }

    /// The journal is told on another thread, which may be the faster one.
    @Test
    void whatTheJournalCountsAsSettledIsCountedAsSparedByThen() {
        List<Long> spared = new ArrayList<>();
        Pipeline[] hearing = new Pipeline[1];
        Journal told =
                PortProxy.of(
                        Journal.class,
                        journal,
                        call -> {
                            if (call.name().equals("settle")) {
                                spared.add(hearing[0].counts().unchanged());
                            }
                            return call.proceed();
                        });
        Pipeline pipeline =
                open(
                        PortProxy.of(World.class, world, PipelineTest::atOnce),
                        ports(embedder, ledger, told));
        hearing[0] = pipeline;
        for (int i = 0; i < 3; i++) {
            put(pipeline, "a", "one");
            rest(pipeline);
        }
        assertThat(spared).containsExactly(0L, 1L, 2L);
    }

    private static Object atOnce(PortProxy.Call call) throws Throwable {
        if (!call.name().equals("fork") || call.argument(0) != World.Lane.JOURNAL) {
            return call.proceed();
        }
        Ticket<Object> done = new Ticket<>();
        done.complete(((Callable<?>) call.argument(2)).call());
        return done;
    }

    /// Under load there always is one.
    @Test
    void whoWaitsForASequenceDoesNotWaitForNewerVersions() throws Exception {
        Pipeline pipeline = open(embedder);
        world.hold(World.Lane.STORE);
        put(pipeline, "a", "one");
        until(pipeline, () -> version() == 1 && journal.status().waiting() == 0);
        turn(pipeline, 20);
        Requested requested = new Requested(pipeline);
        Requested.Look before = requested.look(1, Requested.Look.FIRST);
        assertThat(before.visibility()).isEqualTo(Visibility.NOT_YET);
        put(pipeline, "b", "two");
        until(pipeline, () -> version() == 2);

        world.free();
        until(pipeline, () -> pipeline.feed().announced() == 1);

        assertThat(requested.look(1, before).visibility()).isEqualTo(Visibility.VISIBLE);
        until(pipeline, () -> pipeline.feed().announced() == 2);
        assertThat(requested.look(2, Requested.Look.FIRST).visibility())
                .isEqualTo(Visibility.VISIBLE);
    }

    @Test
    void aRepeatIsToldOnceTheFirstOneIsSearchable() throws Exception {
        Pipeline pipeline = open(embedder);
        world.hold(World.Lane.STORE);
        Ticket<Admission> first = put(pipeline, event("a", "one", Optional.of("id")));
        until(pipeline, () -> version() == 1 && journal.status().waiting() == 0);
        new PipelineDoor(pipeline).forget((Admission.Accepted) first.result());
        Ticket<Admission> again = put(pipeline, event("a", "one", Optional.of("id")));
        until(pipeline, again::isDone);
        turn(pipeline, 20);
        assertThat(isSettled(pipeline, again)).isFalse();

        world.free();

        until(pipeline, () -> isSettled(pipeline, again));
        assertThat(pipeline.feed().announced()).isEqualTo(1);
    }

    private long version() {
        return new MemoryLedger(ledger).head().version();
    }

    private static boolean isSettled(Pipeline pipeline, Ticket<Admission> answer) {
        try {
            var request = (Admission.Accepted) answer.result();
            return new PipelineDoor(pipeline).settled(request).isPresent();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private void until(Pipeline pipeline, BooleanSupplier reached) {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            assertThat(i).isLessThan(100_000);
            turn(pipeline, 1);
        }
    }

    private String text(String document) {
        DocumentId id = new DocumentId(document);
        MemoryLedger reader = new MemoryLedger(ledger);
        return reader.documents(List.of(id), reader.head().version()).get(id).content().text();
    }

    private Pipeline open(CountingEmbedder with) {
        return open(with, ledger);
    }

    private Pipeline open(CountingEmbedder with, MemoryLedgerState state) {
        return open(world, ports(with, state, journal));
    }

    private static Pipeline open(World world, Ports ports) {
        return new Pipeline(world, ports, CollectionSettings.DEFAULT);
    }

    private Ports ports(CountingEmbedder with, MemoryLedgerState state, Journal waiting) {
        return new Ports(
                waiting,
                new MemoryLedger(state),
                List.of(store),
                new MemoryVectors(vectors),
                Endpoints.of(with, new Limiter(0)),
                new Desk(),
                PipelineTest::whole,
                List.of(),
                Meter.NONE);
    }

    private void put(Pipeline pipeline, String document, String text) {
        var _ = put(pipeline, event(document, text, Optional.empty()));
    }

    private static Ticket<Admission> put(Pipeline pipeline, IndexEvent event) {
        Ticket<Admission> answer = new Ticket<>();
        pipeline.offer(new Request(new Submission(List.of(event), false), true, answer));
        return answer;
    }

    private IndexEvent event(String document, String text, Optional<String> eventId) {
        return new IndexEvent(
                List.of(new DocumentId(document)),
                new Change.Upsert(
                        Optional.of(new Content(Format.PLAIN, text)),
                        new MetadataChange.Replace(Metadata.NONE)),
                Priority.NORMAL,
                OptionalLong.empty(),
                eventId,
                world.now());
    }

    private void rest(Pipeline pipeline) {
        turn(pipeline, 1);
        for (int i = 0; journal.status().waiting() > 0 || !pipeline.isIdle(); i++) {
            assertThat(i).isLessThan(100_000);
            turn(pipeline, 1);
        }
        turn(pipeline, 20);
    }

    private void turn(Pipeline pipeline, int times) {
        for (int i = 0; i < times; i++) {
            boolean did = pipeline.step();
            did |= world.advanceCall();
            if (!did && times == 1) {
                world.passTime();
            }
        }
    }

    private static Extracted whole(Content content) {
        return new Extracted(
                List.of(new Block(Block.Kind.PARAGRAPH, 0, 0, content.text().length())),
                Metadata.NONE);
    }
}
