package io.freshet.server.http;

import io.freshet.IndexEvent;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.Sweep;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who sends a request, and what it may still send: every way in takes its events here before they
/// are submitted. Safe for any thread.
///
/// @param name what it is told apart from the others by: its address
record Client(Rates rates, String name) {
    /// @throws ProblemException where it may not send that many now, or ever
    void take(int events) {
        if (events > rates.burst()) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE,
                    "a request has at most "
                            + rates.burst()
                            + " events (limits.rate.burst), and this one has "
                            + events
                            + "; send several, or one as application/x-ndjson, which is read at the"
                            + " rate that is allowed");
        }
        Optional<Duration> wait = rates.take(name, events);
        if (wait.isPresent()) {
            throw ProblemException.later(
                    Problem.of(
                            ProblemCode.RATE_LIMITED.word(),
                            "this client sends more events than limits.rate allows; come back after"
                                    + " Retry-After"),
                    wait.get());
        }
    }

    void take(Submission submission) {
        take(count(submission.events()) + submission.sweep().map(Client::count).orElse(0));
    }

    /// Takes them and waits until it may go on.
    void await(int events) throws InterruptedException {
        Thread.sleep(rates.takeAhead(name, events));
    }

    int burst() {
        return rates.burst();
    }

    /// One that names several documents is as many events.
    static int count(List<IndexEvent> events) {
        return events.stream().mapToInt(event -> event.documents().size()).sum();
    }

    /// Of what is selected and not named it is not known yet how much it is: it counts as one.
    private static int count(Sweep sweep) {
        return switch (sweep.selection()) {
            case Sweep.Selection.Documents(var documents) -> documents.size();
            case Sweep.Selection.Prefix _, Sweep.Selection.Matching _ -> 1;
        };
    }
}
