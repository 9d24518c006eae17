package io.freshet.sim;

import io.freshet.Admission;
import io.freshet.Admission.Entry;
import io.freshet.Admission.Fate;
import io.freshet.Cause;
import io.freshet.Change;
import io.freshet.Change.Upsert;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Priority;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.sim.JournalState.Origin;
import io.freshet.sim.JournalState.Original;
import io.freshet.sim.JournalState.Place;
import io.freshet.sim.JournalState.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/// One submission on its way into a [JournalState], which is of no use where it was rejected.
final class MemoryAdmission {
    private final JournalState state;
    private final Instant now;
    private final Predicate<DocumentId> committed;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Pending> added = new ArrayList<>();
    private int deduplicated;
    private long originals;
    private long request;
    private boolean isAtomic;
    private Cause cause = Cause.EVENTS;
    private Place place = new Place.Waiting();

    MemoryAdmission(JournalState state, Instant now, Predicate<DocumentId> committed) {
        this.state = state;
        this.now = now;
        this.committed = committed;
    }

    Admission admit(Submission submission) {
        isAtomic = submission.isAtomic();
        submission
                .progress()
                .filter(_ -> submission.isWithheld())
                .ifPresent(by -> place = new Place.Held(by.source(), by.root()));
        List<IndexEvent> events = submission.allEvents();
        cause = submission.cause();
        request = state.sequence + fresh(events);
        boolean isAllRepeats = request == state.sequence;
        for (int i = 0; i < events.size(); i++) {
            if (!admit(events.get(i))) {
                return new Admission.Rejected(
                        Problem.at(
                                "/events/" + i,
                                "no_content",
                                "the document is unknown, so the event needs its text"));
            }
        }
        lend();
        submission.progress().ifPresent(state::store);
        return new Admission.Accepted(deduplicated, isAllRepeats ? originals : request, entries);
    }

    /// How many sequences the submission takes: one for each document of an event that is new.
    private long fresh(List<IndexEvent> events) {
        Set<String> seen = new HashSet<>(state.originals.keySet());
        return events.stream()
                .filter(event -> event.eventId().map(seen::add).orElse(true))
                .mapToLong(event -> event.documents().size())
                .sum();
    }

    private boolean admit(IndexEvent event) {
        Optional<Original> original = event.eventId().map(state.originals::get);
        if (original.isPresent()) {
            repeat(event, original.get());
            return true;
        }
        long first = state.sequence + 1;
        long last = state.sequence + event.documents().size();
        event.eventId().ifPresent(id -> state.originals.put(id, new Original(first, last, now)));
        for (DocumentId document : event.documents()) {
            if (!admit(event, document, last)) {
                return false;
            }
        }
        return true;
    }

    private void repeat(IndexEvent event, Original original) {
        deduplicated++;
        originals = Math.max(originals, original.last());
        long at = original.first();
        for (DocumentId document : event.documents()) {
            entries.add(new Entry(document, Math.min(at, original.last()), Fate.DUPLICATE));
            at++;
        }
    }

    private boolean admit(IndexEvent event, DocumentId document, long last) {
        state.sequence++;
        state.accepted++;
        if (isOld(event.sourceVersion(), document)) {
            state.ignored++;
            entries.add(new Entry(document, state.sequence, Fate.IGNORED));
            return true;
        }
        if (event.change() instanceof Upsert upsert
                && upsert.content().isEmpty()
                && !hasText(document)) {
            return false;
        }
        event.sourceVersion().ifPresent(version -> state.floors.put(document, version));
        state.withheld(document).ifPresent(row -> state.put(row.superseded()));
        Pending alone = pending(event, document);
        if (place instanceof Place.Held) {
            state.put(new Row(alone, new Origin(request, last), place, Optional.empty()));
            entries.add(new Entry(document, state.sequence, Fate.WITHHELD));
            return true;
        }
        added.add(add(state, alone, new Origin(request, last)));
        entries.add(new Entry(document, state.sequence, Fate.WAITING));
        return true;
    }

    /// Adds a waiting row, folded with the document's newest one where both may be.
    static Pending add(JournalState state, Pending given, Origin origin) {
        Pending alone = MemoryDead.takeUp(state, given);
        List<Row> waiting = state.waiting(alone.document());
        boolean isFolded =
                alone.group().isEmpty()
                        && !waiting.isEmpty()
                        && waiting.getLast().pending().group().isEmpty();
        Pending added = isFolded ? folded(alone, waiting.getLast().pending()) : alone;
        if (isFolded) {
            state.put(waiting.getLast().superseded());
        }
        state.put(new Row(added, origin, new Place.Waiting(), Optional.empty()));
        return added;
    }

    private boolean isOld(OptionalLong version, DocumentId document) {
        Long floor = state.floors.get(document);
        return floor != null && version.isPresent() && version.getAsLong() <= floor;
    }

    private boolean hasText(DocumentId document) {
        return switch (state.becomes(document)) {
            case THERE -> true;
            case GONE -> false;
            case AS_COMMITTED -> committed.test(document);
        };
    }

    private Pending pending(IndexEvent event, DocumentId document) {
        return new Pending(
                document,
                event.change(),
                state.sequence,
                event.priority(),
                event.sourceVersion(),
                event.timestamp(),
                now,
                Instant.EPOCH,
                0,
                isAtomic ? OptionalLong.of(request) : OptionalLong.empty(),
                cause);
    }

    private static Pending folded(Pending alone, Pending earlier) {
        Change change = alone.change().after(earlier.change());
        return new Pending(
                alone.document(),
                change,
                alone.sequence(),
                alone.priority().max(earlier.priority()),
                alone.sourceVersion().isPresent() ? alone.sourceVersion() : earlier.sourceVersion(),
                alone.timestamp(),
                earlier.since().isBefore(alone.since()) ? earlier.since() : alone.since(),
                Instant.EPOCH,
                0,
                alone.group(),
                alone.cause());
    }

    private void lend() {
        Priority highest =
                added.stream().map(Pending::priority).reduce(Priority.NORMAL, Priority::max);
        for (Pending pending : added) {
            Priority lent = isAtomic ? highest : pending.priority();
            state.lend(pending, lent);
        }
    }
}
