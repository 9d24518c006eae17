package io.freshet.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Admission;
import io.freshet.Backlog;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.sim.MemoryJournal;
import io.freshet.sim.MemoryLedger;
import io.freshet.sim.MemoryLedgerState;
import io.freshet.sim.SimWorld;
import io.freshet.spi.Ticket;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final MemoryJournal journal = new MemoryJournal(new MemoryJournal.Disk());
    private final MemoryLedger ledger = new MemoryLedger(new MemoryLedgerState("5eed"));
    private final Intake intake =
            new Intake(
                    new SimWorld(new SplittableRandom(1), Instant.EPOCH),
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

    private Ticket<Admission> offer() {
        Ticket<Admission> answer = new Ticket<>();
        intake.offer(new Request(new Submission(List.of(), false), false, answer));
        return answer;
    }
}
