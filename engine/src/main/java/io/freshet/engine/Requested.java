package io.freshet.engine;

import io.freshet.Admission;
import io.freshet.DeadLetter;
import io.freshet.Outcome;
import io.freshet.spi.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How far what was asked for has come, as it is right now. Blocking; safe for any thread.
record Requested(Pipeline steps) {
    /// How far a request was found to have come.
    ///
    /// @param within a version that holds all of it, once nothing of it waits: that one is waited
    ///   for and no newer one, since under load there is always a newer one
    record Look(Visibility visibility, OptionalLong within) {
        static final Look FIRST = new Look(Visibility.NOT_YET, OptionalLong.empty());
    }

    /// A tracked request as it was found.
    ///
    /// @param outcome once all its events are settled and searchable
    /// @param repeats how far those of its events have come that are repeats
    record Found(Optional<Outcome> outcome, Look repeats) {
        static final Found FIRST = new Found(Optional.empty(), Look.FIRST);
    }

    Found look(Admission.Accepted request, Found before) {
        Look repeats = repeats(request, before.repeats);
        Outcome outcome = tracked(request);
        boolean isSettled = outcome.visible() && repeats.visibility == Visibility.VISIBLE;
        return new Found(
                isSettled
                        ? Optional.of(with(outcome, repeats.within.orElse(0), deadRepeats(request)))
                        : Optional.empty(),
                repeats);
    }

    private Outcome tracked(Admission.Accepted request) {
        Outcome outcome = steps.outcomes().outcome(request.sequence());
        if (outcome == null) {
            throw new IllegalArgumentException("bug: the request is not tracked");
        }
        return outcome;
    }

    private Look repeats(Admission.Accepted request, Look before) {
        List<Admission.Entry> repeats =
                request.entries().stream()
                        .filter(entry -> entry.fate() == Admission.Fate.DUPLICATE)
                        .toList();
        if (repeats.isEmpty()) {
            return new Look(Visibility.VISIBLE, OptionalLong.empty());
        }
        boolean waits =
                before.within.isEmpty()
                        && repeats.stream()
                                .anyMatch(entry -> !journal().waiting(entry.document()).isEmpty());
        return waits ? Look.FIRST : shown(before);
    }

    /// Nothing of it waits.
    private Look shown(Look before) {
        long within = before.within.orElseGet(() -> steps.ports().ledger().head().version());
        // The store shows a version a moment before it is announced, and lists go by the latter.
        long shown =
                Math.min(steps.feed().announced(), steps.ports().primary().applied().version());
        return new Look(
                shown >= within ? Visibility.VISIBLE : Visibility.NOT_YET, OptionalLong.of(within));
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

    private static Outcome with(Outcome outcome, long within, List<Outcome.Failed> more) {
        List<Outcome.Failed> failed = new ArrayList<>(outcome.failed());
        failed.addAll(more);
        return new Outcome(
                outcome.visible(),
                Math.max(outcome.indexVersion(), within),
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
    Look look(long requestSequence, Look before) {
        if (before.within.isPresent()) {
            return shown(before);
        }
        List<Journal.Unsettled> left = journal().unsettled(requestSequence);
        if (left.stream().anyMatch(Journal.Unsettled::isDead)) {
            return new Look(Visibility.DEAD_LETTER, OptionalLong.empty());
        }
        return left.isEmpty() ? shown(before) : Look.FIRST;
    }

    private Journal journal() {
        return steps.ports().journal();
    }
}
