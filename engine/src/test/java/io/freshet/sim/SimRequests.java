package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.Base;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Outcome;
import io.freshet.engine.PipelineDoor;
import io.freshet.engine.Visibility;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Clients that wait until what they asked for is searchable. When one is told so, it must be true;
/// after a crash they ask again by their sequence. Confined to one thread.
final class SimRequests {
    private final SimCollection collection;
    private final List<Admission.Accepted> tracked = new ArrayList<>();
    private final List<Long> sequences = new ArrayList<>();
    private long told;

    SimRequests(SimCollection collection) {
        this.collection = collection;
    }

    void add(Admission.Accepted request) {
        tracked.add(request);
    }

    /// Nobody knows any more who waited; they know their sequence.
    void crashed() {
        tracked.forEach(request -> sequences.add(request.sequence()));
        tracked.clear();
    }

    /// What they asked for may never have been.
    void restored() {
        tracked.clear();
        sequences.clear();
    }

    boolean areAtRest() {
        return tracked.isEmpty() && sequences.isEmpty();
    }

    /// How many were told.
    long told() {
        return told;
    }

    /// @return whether one was told
    boolean look() {
        PipelineDoor door = new PipelineDoor(collection.pipeline().orElseThrow());
        try {
            boolean did = lookAtTracked(door);
            return lookAtSequences(door) || did;
        } catch (Unavailable e) {
            return false;
        }
    }

    private boolean lookAtTracked(PipelineDoor door) {
        boolean did = false;
        for (Iterator<Admission.Accepted> each = tracked.iterator(); each.hasNext(); ) {
            Admission.Accepted request = each.next();
            Optional<Outcome> outcome = door.settled(request);
            if (outcome.isPresent()) {
                each.remove();
                door.forget(request);
                check(request, outcome.get());
                did = true;
            }
        }
        told += did ? 1 : 0;
        return did;
    }

    private void check(Admission.Accepted request, Outcome outcome) {
        if (outcome.failed().isEmpty()) {
            for (Admission.Entry entry : request.entries()) {
                SimPromise.that(
                        isSettled(entry),
                        () -> "a request is said to be searchable and waits: " + entry);
            }
        }
        SimPromise.that(
                announced() >= outcome.indexVersion(),
                () -> "a request is said to be searchable and is not: " + outcome);
    }

    private long announced() {
        return collection.pipeline().orElseThrow().feed().announced();
    }

    /// The ledger knows, or there is nothing to know: the document is gone, and was to be.
    private boolean isSettled(Admission.Entry entry) {
        Base base = collection.ledger().bases(List.of(entry.document())).getFirst();
        boolean isGone =
                base.committed().isEmpty()
                        && collection.model().isGoneAfter(entry.document(), entry.sequence());
        return entry.fate() == Admission.Fate.IGNORED
                || base.settled() >= entry.sequence()
                || isGone
                || collection.journal().waiting(entry.document()).stream()
                        .noneMatch(sequence -> sequence <= entry.sequence());
    }

    private boolean lookAtSequences(PipelineDoor door) {
        return sequences.removeIf(sequence -> isTold(door.visibility(sequence)));
    }

    private boolean isTold(Visibility visibility) {
        return switch (visibility) {
            case VISIBLE -> {
                SimPromise.that(
                        announced() >= collection.ledger().head().version(),
                        () -> "a sequence is said to be searchable and is not announced");
                yield true;
            }
            case NOT_YET -> false;
            case DEAD_LETTER -> {
                SimPromise.that(
                        !collection.dead().isEmpty(),
                        () -> "a dead letter is said to be, and is not");
                yield true;
            }
        };
    }
}
