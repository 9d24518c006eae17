package io.freshet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Backlog;
import io.freshet.Change;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Format;
import io.freshet.IndexEvent;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Ticket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final MemoryJournal journal = new MemoryJournal(new MemoryJournal.Disk());
    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
    private final SimWorld world = new SimWorld(new SplittableRandom(1), Instant.EPOCH);
    private final Intake intake =
            new Intake(
                    world,
                    journal,
                    _ -> false,
                    new Sweeps(journal, ledger),
                    new Backlog(10, 1000),
                    _ -> {});

    @Test
    void whatWaitsAndWhatComesAfterTheStopIsAnswered() throws Exception {
        Ticket<Admission> before = offer();
        intake.close(Problem.of("stopping", "it stops"));
        Ticket<Admission> after = offer();
        assertThat(before.isDone()).isTrue();
        assertThat(after.isDone()).isTrue();
        assertThat(after.result()).isInstanceOf(Admission.NotReady.class);
    }

    @Test
    void asManyDocumentsAreTakenAsTheBacklogHoldsAlsoWithinOneWrite() throws Exception {
        List<Ticket<Admission>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(offer(event("d" + i, "x", Priority.NORMAL)));
        }
        write();
        assertThat(accepted(answers)).isEqualTo(10);
        assertThat(answers.get(10).result()).isInstanceOf(Admission.Deferred.class);
        assertThat(journal.status().waiting()).isEqualTo(10);

        var answer = offer(event("d11", "x", Priority.NORMAL));
        write();
        assertThat(answer.result()).isInstanceOf(Admission.Deferred.class);
        assertThat(journal.status().sequence()).isEqualTo(10);
    }

    @Test
    void theTextThatWaitsIsBoundedToo() throws Exception {
        var almost = offer(event("a", "x".repeat(999), Priority.NORMAL));
        var last = offer(event("b", "é".repeat(400), Priority.NORMAL));
        var more = offer(event("c", "", Priority.NORMAL));
        write();
        assertThat(almost.result()).isInstanceOf(Admission.Accepted.class);
        assertThat(last.result()).isInstanceOf(Admission.Accepted.class);
        assertThat(more.result()).isInstanceOf(Admission.Deferred.class);
        assertThat(journal.status().waitingBytes()).isEqualTo(1799);
    }

    @Test
    void theReserveTakesCriticalEventsOnlyAndIsBounded() throws Exception {
        for (int i = 0; i < 10; i++) {
            offer(event("d" + i, "x", Priority.NORMAL));
        }
        write();
        var high = offer(event("high", "x", Priority.HIGH));
        var mixed = offer(event("a", "x", Priority.CRITICAL), event("b", "x", Priority.NORMAL));
        var critical = offer(event("c", "x", Priority.CRITICAL));
        var beyond = offer(event("e", "x", Priority.CRITICAL));
        write();
        assertThat(high.result()).isInstanceOf(Admission.Deferred.class);
        assertThat(mixed.result()).isInstanceOf(Admission.Deferred.class);
        assertThat(critical.result()).isInstanceOf(Admission.Accepted.class);
        assertThat(beyond.result()).isInstanceOf(Admission.Deferred.class);
    }

    private void write() {
        boolean did = true;
        while (did) {
            did = intake.step();
            did |= world.advanceCall();
        }
    }

    private static long accepted(List<Ticket<Admission>> answers) throws Exception {
        long accepted = 0;
        for (Ticket<Admission> answer : answers) {
            accepted += answer.result() instanceof Admission.Accepted ? 1 : 0;
        }
        return accepted;
    }

    private static IndexEvent event(String id, String text, Priority priority) {
        return new IndexEvent(
                List.of(new DocumentId(id)),
                new Change.Upsert(
                        Optional.of(new Content(Format.MARKDOWN, text)),
                        new Change.MetadataChange.Keep()),
                priority,
                OptionalLong.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private Ticket<Admission> offer(IndexEvent... events) {
        Ticket<Admission> answer = new Ticket<>();
        intake.offer(new Request(new Submission(List.of(events), false), false, answer));
        return answer;
    }
}
