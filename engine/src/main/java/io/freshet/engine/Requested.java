package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.DeadLetter;
import io.freshet.Outcome;
import io.freshet.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How far what was asked for has come, as it is right now. Blocking; safe for any thread.
record Requested(Pipeline steps) {
    /// The outcome of a tracked request, once all its events are settled and searchable.
    Optional<Outcome> settled(Admission.Accepted request) {
        Outcome outcome = tracked(request);
        return outcome.visible() && repeatsAreSettled(request)
                ? Optional.of(with(outcome, deadRepeats(request)))
                : Optional.empty();
    }

    private Outcome tracked(Admission.Accepted request) {
        Outcome outcome = steps.outcomes().outcome(request.sequence());
        if (outcome == null) {
            throw new IllegalArgumentException("bug: the request is not tracked");
        }
        return outcome;
    }

    private boolean repeatsAreSettled(Admission.Accepted request) {
        return request.entries().stream()
                .filter(entry -> entry.fate() == Admission.Fate.DUPLICATE)
                .allMatch(entry -> journal().waiting(entry.document()).isEmpty());
    }

    private List<Outcome.Failed> deadRepeats(Admission.Accepted request) {
        List<Outcome.Failed> failed = new ArrayList<>();
        for (Admission.Entry entry : request.entries()) {
            if (entry.fate() == Admission.Fate.DUPLICATE) {
                journal()
                        .deadLetter(entry.document())
                        .filter(dead -> dead.sequence() >= entry.sequence())
                        .map(Requested::failed)
                        .ifPresent(failed::add);
            }
        }
        return failed;
    }

    private static Outcome.Failed failed(DeadLetter dead) {
        return Outcome.Failed.dead(dead.document(), dead.problem());
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

    /// Of a tracked request: the time is over.
    Outcome unsettled(Admission.Accepted request) {
        Outcome outcome = tracked(request);
        List<Outcome.Failing> failing =
                journal().unsettled(request.sequence()).stream()
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

    /// Of the request that was answered with this sequence, tracked or not.
    Visibility visibility(long requestSequence) {
        List<Journal.Unsettled> left = journal().unsettled(requestSequence);
        if (left.stream().anyMatch(Journal.Unsettled::isDead)) {
            return Visibility.DEAD_LETTER;
        }
        // The store shows a version a moment before it is announced, and lists go by the latter.
        long shown =
                Math.min(steps.feed().announced(), steps.ports().primary().applied().version());
        boolean isShown = steps.ports().ledger().head().version() <= shown;
        return left.isEmpty() && isShown ? Visibility.VISIBLE : Visibility.NOT_YET;
    }

    private Journal journal() {
        return steps.ports().journal();
    }
}
