package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.DeadLetter;
import io.freshet.Outcome;
import io.freshet.spi.Journal;
import io.freshet.spi.World.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        long end = world.nanos() + timeout.toNanos();
        try {
            while (true) {
                long seen = outcomes.progress();
                Outcome outcome = outcomes.outcome(request.sequence());
                if (outcome == null) {
                    throw new IllegalArgumentException("bug: the request is not tracked");
                }
                long left = end - world.nanos();
                boolean settled = outcome.visible() && repeatsAreSettled(steps, request);
                if (settled || left <= 0) {
                    return settled
                            ? with(outcome, deadRepeats(steps, request))
                            : unsettled(outcome, steps, request);
                }
                var _ = open.get();
                outcomes.awaitProgress(seen, Duration.ofNanos(Math.min(left, POLL_NANOS)));
            }
        } finally {
            outcomes.forget(request.sequence());
        }
    }

    private boolean repeatsAreSettled(Pipeline steps, Admission.Accepted request)
            throws InterruptedException {
        for (Admission.Entry entry : request.entries()) {
            boolean open =
                    entry.fate() == Admission.Fate.DUPLICATE
                            && !read(() -> steps.ports().journal().waiting(entry.document()))
                                    .isEmpty();
            if (open) {
                return false;
            }
        }
        return true;
    }

    private List<Outcome.Failed> deadRepeats(Pipeline steps, Admission.Accepted request)
            throws InterruptedException {
        List<Outcome.Failed> failed = new ArrayList<>();
        for (Admission.Entry entry : request.entries()) {
            if (entry.fate() == Admission.Fate.DUPLICATE) {
                read(() -> steps.ports().journal().deadLetter(entry.document()))
                        .filter(dead -> dead.sequence() >= entry.sequence())
                        .map(Waiting::failed)
                        .ifPresent(failed::add);
            }
        }
        return failed;
    }

    private static Outcome.Failed failed(DeadLetter dead) {
        return new Outcome.Failed(dead.document(), dead.problem());
    }

    private static Outcome with(Outcome outcome, List<Outcome.Failed> more) {
        List<Outcome.Failed> failed = new ArrayList<>(outcome.failed());
        failed.addAll(more);
        return new Outcome(
                outcome.visible(),
                outcome.indexVersion(),
                outcome.unchanged(),
                outcome.superseded(),
                outcome.ignored(),
                outcome.chunks(),
                outcome.tokens(),
                failed,
                outcome.failing());
    }

    private Outcome unsettled(Outcome outcome, Pipeline steps, Admission.Accepted request)
            throws InterruptedException {
        List<Outcome.Failing> failing =
                read(() -> steps.ports().journal().unsettled(request.sequence())).stream()
                        .filter(row -> row.problem().isPresent() && !row.isDead())
                        .map(
                                row ->
                                        new Outcome.Failing(
                                                row.document(),
                                                row.problem().orElse(""),
                                                Optional.empty()))
                        .toList();
        return new Outcome(
                false,
                outcome.indexVersion(),
                outcome.unchanged(),
                outcome.superseded(),
                outcome.ignored(),
                outcome.chunks(),
                outcome.tokens(),
                outcome.failed(),
                failing);
    }

    /// Waits until the events of the request that was answered with this sequence are settled and
    /// searchable, or one of them is a dead letter, or the time is over.
    Visibility visibility(long requestSequence, Duration timeout) throws InterruptedException {
        Pipeline steps = open.get();
        long end = world.nanos() + timeout.toNanos();
        while (true) {
            long seen = steps.outcomes().progress();
            List<Journal.Unsettled> left =
                    read(() -> steps.ports().journal().unsettled(requestSequence));
            if (left.stream().anyMatch(Journal.Unsettled::isDead)) {
                return Visibility.DEAD_LETTER;
            }
            if (left.isEmpty()
                    && read(steps.ports().ledger()::head).version()
                            <= steps.ports().primary().applied().version()) {
                return Visibility.VISIBLE;
            }
            long leftNanos = end - world.nanos();
            if (leftNanos <= 0) {
                return Visibility.NOT_YET;
            }
            var _ = open.get();
            steps.outcomes().awaitProgress(seen, Duration.ofNanos(Math.min(leftNanos, POLL_NANOS)));
        }
    }

    private <T> T read(Supplier<T> question) throws InterruptedException {
        return world.call(Lane.READ, question::get);
    }
}
