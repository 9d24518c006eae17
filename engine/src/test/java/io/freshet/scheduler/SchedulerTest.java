package io.freshet.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Batch;
import io.freshet.Change;
import io.freshet.Change.MetadataChange;
import io.freshet.Chunking;
import io.freshet.CollectionSettings;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Settlement;
import io.freshet.Submission;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.PortProxy;
import io.freshet.sim.SimWorld;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final MemoryJournal journal = new MemoryJournal(new MemoryJournal.Disk());
    private final List<Batch> batches = new ArrayList<>();
    private Scheduler scheduler = scheduler(Duration.ZERO);

    @Test
    @Tag("I8")
    void twoBatchesAndACriticalOneAreAllThatIsEverInWork() {
        for (int i = 0; i < 1000; i++) {
            send(Priority.NORMAL, "doc" + i);
        }
        send(Priority.CRITICAL, "urgent");
        run();
        assertThat(batches).hasSize(3);
        assertThat(batches).allMatch(batch -> batch.members().size() <= 100);
        assertThat(batches.stream().filter(Batch::critical)).hasSize(1);
    }

    @Test
    @Tag("I8")
    void aBatchIsBoundedInBytes() {
        for (int i = 0; i < 10; i++) {
            send(Priority.NORMAL, "doc" + i, "word ".repeat(30_000));
        }
        run();
        assertThat(batches.getFirst().members()).hasSizeLessThan(3);
    }

    @Test
    void whatGatheredWhileTheSlotsWereTakenIsTheNextBatch() {
        send(Priority.NORMAL, "a");
        run();
        send(Priority.NORMAL, "b");
        run();
        for (int i = 0; i < 30; i++) {
            send(Priority.NORMAL, "c" + i);
        }
        run();
        assertThat(batches).hasSize(2);
        finish(batches.getFirst());
        assertThat(batches).hasSize(3);
        assertThat(batches.getLast().members()).hasSize(30);
    }

    @Test
    void aDocumentInWorkIsNotTakenAgainBeforeItsCommit() {
        send(Priority.NORMAL, "a");
        run();
        send(Priority.NORMAL, "a");
        run();
        assertThat(batches).hasSize(1);
        assertThat(scheduler.seal(batches.getFirst())).hasSize(1);
        finish(batches.getFirst());
        assertThat(batches).hasSize(2);
    }

    @Test
    void aCriticalEventVoidsTheTicketOfItsDocumentAndNoOther() {
        send(Priority.NORMAL, "a");
        send(Priority.NORMAL, "b");
        run();
        Batch first = batches.getFirst();
        assertThat(first.members()).hasSize(2);
        send(Priority.CRITICAL, "a");
        scheduler.admitted(new DocumentId("a"), Priority.CRITICAL, true);
        run();
        assertThat(batches).hasSize(2);
        assertThat(batches.getLast().critical()).isTrue();
        assertThat(scheduler.seal(first)).containsExactly(new DocumentId("b"));
    }

    @Test
    void whatIsSealedIsNotVoidedAnyMore() {
        send(Priority.NORMAL, "a");
        run();
        scheduler.seal(batches.getFirst());
        scheduler.admitted(new DocumentId("a"), Priority.CRITICAL, true);
        assertThat(scheduler.seal(batches.getFirst())).hasSize(1);
    }

    @Test
    void anEditWaitsHalfItsFreshnessTargetForTheNext() {
        scheduler = scheduler(Duration.ofSeconds(10));
        send(Priority.NORMAL, "a");
        run();
        assertThat(batches).isEmpty();
        world.jump(Duration.ofSeconds(6));
        run();
        assertThat(batches).hasSize(1);
    }

    @Test
    void aGroupIsTakenWholeAndOnlyWhenAllItsMembersAreFree() {
        send(Priority.NORMAL, "a");
        run();
        sendGroup("a", "b");
        run();
        assertThat(batches).hasSize(1);
        finish(batches.getFirst());
        assertThat(batches).hasSize(2);
        assertThat(batches.getLast().members())
                .extracting(Pending::document)
                .containsExactlyInAnyOrder(new DocumentId("a"), new DocumentId("b"));
    }

    @Test
    void aGroupThatMustWaitHoldsUpNobodyElse() {
        send(Priority.NORMAL, "a");
        run();
        List<String> members = new ArrayList<>(List.of("a"));
        for (int i = 0; i < 150; i++) {
            members.add("b" + i);
        }
        sendGroup(members.toArray(String[]::new));
        send(Priority.NORMAL, "z");
        run();
        assertThat(batches).hasSize(2);
        assertThat(batches.getLast().members())
                .extracting(Pending::document)
                .containsExactly(new DocumentId("z"));
    }

    @Test
    void whatAGroupWaitsForIsTakenThoughTheClockWasSetBackSince() {
        journal.append(
                List.of(new Submission(List.of(event(Priority.NORMAL, "a", "text")), false)),
                world.now().plus(Duration.ofHours(1)),
                _ -> false);
        List<String> members = new ArrayList<>(List.of("a"));
        for (int i = 0; i < 150; i++) {
            members.add("b" + i);
        }
        sendGroup(members.toArray(String[]::new));
        run();
        assertThat(batches).hasSize(1);
        finish(batches.getFirst());
        assertThat(batches.getLast().members()).hasSize(151);
    }

    @Test
    void aDocumentTwiceInAGroupIsOneMember() {
        sendGroup("a", "b", "a");
        run();
        assertThat(batches.getFirst().members()).hasSize(2);
    }

    /// Whoever stops the collection looks from another thread, at any moment.
    @Test
    void itIsNeverIdleBetweenALookAndTheBatchThatComesOfIt() {
        List<Boolean> idle = new ArrayList<>();
        Scheduler[] looked = new Scheduler[1];
        World watched =
                PortProxy.of(
                        World.class,
                        world,
                        call -> {
                            if (call.name().equals("fork")) {
                                idle.add(looked[0].isIdle());
                            }
                            return call.proceed();
                        });
        scheduler = scheduler(watched, Duration.ZERO);
        looked[0] = scheduler;
        run();
        assertThat(scheduler.isIdle()).isTrue();
        idle.clear();

        send(Priority.NORMAL, "a");
        run();

        assertThat(idle).isNotEmpty().doesNotContain(true);
        assertThat(scheduler.isIdle()).isFalse();
        finish(batches.getFirst());
        assertThat(scheduler.isIdle()).isTrue();
    }

    private Scheduler scheduler(Duration freshnessTarget) {
        return scheduler(world, freshnessTarget);
    }

    private Scheduler scheduler(World in, Duration freshnessTarget) {
        return new Scheduler(
                in,
                journal,
                new CollectionSettings(
                        Chunking.DEFAULT,
                        freshnessTarget,
                        100,
                        Duration.ofDays(7),
                        CollectionSettings.DEFAULT.retention(),
                        CollectionSettings.DEFAULT.deleteGuard(),
                        CollectionSettings.DEFAULT.retry(),
                        CollectionSettings.DEFAULT.search(),
                        CollectionSettings.DEFAULT.backlog()),
                batches::add);
    }

    private void run() {
        boolean did = true;
        while (did) {
            did = scheduler.step();
            did |= world.advanceCall();
        }
    }

    private void finish(Batch batch) {
        List<Settlement> settled =
                batch.members().stream()
                        .map(m -> new Settlement(m.document(), m.sequence(), OptionalLong.empty()))
                        .toList();
        journal.settle(settled, "h", 1);
        scheduler.release(batch);
        run();
    }

    private void send(Priority priority, String document) {
        send(priority, document, "text");
    }

    private void send(Priority priority, String document, String text) {
        append(new Submission(List.of(event(priority, document, text)), false), priority);
    }

    private void sendGroup(String... documents) {
        List<IndexEvent> events = new ArrayList<>();
        for (String document : documents) {
            events.add(event(Priority.NORMAL, document, "text"));
        }
        append(new Submission(events, true), Priority.NORMAL);
    }

    private void append(Submission submission, Priority priority) {
        journal.append(List.of(submission), world.now(), _ -> false);
        for (IndexEvent event : submission.events()) {
            scheduler.admitted(event.documents().getFirst(), priority, false);
        }
    }

    private IndexEvent event(Priority priority, String document, String text) {
        return new IndexEvent(
                List.of(new DocumentId(document)),
                new Change.Upsert(
                        Optional.of(new Content(Format.PLAIN, text)),
                        new MetadataChange.Replace(Metadata.NONE)),
                priority,
                OptionalLong.empty(),
                Optional.empty(),
                world.now());
    }
}
