package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Submission;
import io.freshet.engine.Pipeline;
import io.freshet.intake.Request;
import io.freshet.spi.Ticket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Clients who have asked a simulated collection for changes and wait to hear whether they were
/// accepted. What they are told must be so. Confined to one thread.
final class SimClients {
    private final SimWitness witness;
    private final List<Sent> unanswered = new ArrayList<>();

    private record Sent(Submission submission, boolean tracked, Ticket<Admission> answer) {}

    SimClients(SimWitness witness) {
        this.witness = witness;
    }

    void send(Pipeline steps, Submission submission, boolean tracked) {
        Sent sent = new Sent(submission, tracked, new Ticket<>());
        unanswered.add(sent);
        steps.offer(new Request(submission, tracked, sent.answer()));
    }

    /// Nobody answers any more.
    void stopped() {
        unanswered.clear();
    }

    boolean areAnswered() {
        return unanswered.isEmpty();
    }

    /// Those who can be told are.
    ///
    /// @param waits is given what somebody waits for until it is searchable
    boolean answers(Consumer<Admission.Accepted> waits) {
        boolean did = false;
        for (Iterator<Sent> each = unanswered.iterator(); each.hasNext(); ) {
            Sent sent = each.next();
            if (sent.answer().isDone()) {
                each.remove();
                answered(sent, waits);
                did = true;
            }
        }
        return did;
    }

    private void answered(Sent sent, Consumer<Admission.Accepted> waits) {
        Optional<Admission.Accepted> written = witness.written(sent.submission());
        witness.answered(sent.submission());
        try {
            switch (sent.answer().result()) {
                case Admission.Accepted accepted -> {
                    SimPromise.that(
                            written.equals(Optional.of(accepted)),
                            () -> "I1: what was acknowledged is not on disk");
                    if (sent.tracked()) {
                        waits.accept(accepted);
                    }
                }
                case Admission.Rejected rejected ->
                        SimPromise.that(
                                written.isEmpty() && witness.mayBeRefused(sent.submission()),
                                () -> "what is right is rejected: " + rejected);
                case Admission.Deferred _, Admission.NotReady _ ->
                        SimPromise.that(written.isEmpty(), () -> "what was put off is on disk");
            }
        } catch (ExecutionException e) {
            SimPromise.that(
                    e.getCause() instanceof Unavailable && written.isEmpty(),
                    () -> "an answer that is a bug: " + e);
        }
    }
}
