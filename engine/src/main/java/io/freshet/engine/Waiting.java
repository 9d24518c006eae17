package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.Outcome;
import io.freshet.engine.Requested.Found;
import io.freshet.engine.Requested.Look;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.function.Supplier;

/// Waits until what was asked for is settled and searchable. Safe for any thread.
///
/// @param open the collection's steps; throws once it stops, so that nobody waits for ever
record Waiting(SystemWorld world, Supplier<Pipeline> open) {
    private static final long POLL_NANOS = 250_000_000;

    /// Waits until all events of a tracked request are settled and searchable, or the time is over.
    Outcome outcome(Admission.Accepted request, Duration timeout) throws InterruptedException {
        Pipeline steps = open.get();
        Outcomes outcomes = steps.outcomes();
        Requested requested = new Requested(steps);
        long end = world.nanos() + timeout.toNanos();
        Found found = Found.FIRST;
        try {
            while (true) {
                long seen = outcomes.progress();
                Found before = found;
                found = read(() -> requested.look(request, before));
                if (found.outcome().isPresent()) {
                    return found.outcome().get();
                }
                long left = end - world.nanos();
                if (left <= 0) {
                    return read(() -> requested.unsettled(request));
                }
                var _ = open.get();
                outcomes.awaitProgress(seen, Duration.ofNanos(Math.min(left, POLL_NANOS)));
            }
        } finally {
            outcomes.forget(request.sequence());
        }
    }

    /// Waits until the events of the request that was answered with this sequence are settled and
    /// searchable, or one of them is a dead letter, or the time is over.
    Visibility visibility(long requestSequence, Duration timeout) throws InterruptedException {
        Pipeline steps = open.get();
        Requested requested = new Requested(steps);
        long end = world.nanos() + timeout.toNanos();
        Look look = Look.FIRST;
        while (true) {
            long seen = steps.outcomes().progress();
            Look before = look;
            look = read(() -> requested.look(requestSequence, before));
            long leftNanos = end - world.nanos();
            if (look.visibility() != Visibility.NOT_YET || leftNanos <= 0) {
                return look.visibility();
            }
            var _ = open.get();
            steps.outcomes().awaitProgress(seen, Duration.ofNanos(Math.min(leftNanos, POLL_NANOS)));
        }
    }

    private <T> T read(Supplier<T> question) throws InterruptedException {
        return world.call(Lane.READ, question::get);
    }
}
