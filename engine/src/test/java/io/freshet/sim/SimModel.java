package io.freshet.sim;

import io.freshet.Admission.Fate;
import io.freshet.Change;
import io.freshet.Committed;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Metadata;
import io.freshet.Submission;
import io.freshet.Sweep;
import io.freshet.Sweep.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/// What a collection must come to, told naively: the last accepted state of each document, and what
/// it was after each event before. Confined to one thread.
final class SimModel {
    /// A document's text and metadata.
    record State(String text, Metadata metadata) {
        static State of(Committed document) {
            return new State(document.content().text(), document.metadata());
        }

        /// Without the text, which is long.
        @Override
        public String toString() {
            return text.length() + " characters, " + metadata;
        }
    }

    /// An event of a document, and what the document is once it is applied.
    ///
    /// @param change empty where it is what it is, whatever was before
    private record Event(Optional<Change> change, Optional<State> after) {}

    private final NavigableMap<DocumentId, NavigableMap<Long, Event>> states = new TreeMap<>();
    private final Map<DocumentId, NavigableMap<Long, Event>> said = new TreeMap<>();
    private final Map<DocumentId, Optional<State>> folded = new TreeMap<>();
    private final Map<DocumentId, Long> floors = new TreeMap<>();
    private final Set<String> eventIds = new TreeSet<>();
    private long sequence;
    private long accepted;

    /// What must become of each event of each document, in order; empty where the request must be
    /// refused.
    ///
    /// @param lastSequence that was given before it
    /// @param order of documents in which what is swept was written
    Optional<List<Fate>> fold(Submission submission, long lastSequence, List<DocumentId> order) {
        SimModel draft = copy();
        draft.sequence = lastSequence;
        Optional<List<Fate>> fates = draft.fold(submission, order);
        if (fates.isPresent()) {
            replaceBy(draft);
        }
        return fates;
    }

    boolean refuses(Submission submission) {
        return copy().fold(submission, List.of()).isEmpty();
    }

    SimModel copy() {
        SimModel copy = new SimModel();
        copy.replaceBy(this);
        return copy;
    }

    void replaceBy(SimModel other) {
        states.clear();
        other.states.forEach((document, history) -> states.put(document, new TreeMap<>(history)));
        folded.clear();
        folded.putAll(other.folded);
        said.clear();
        other.said.forEach((document, history) -> said.put(document, new TreeMap<>(history)));
        floors.clear();
        floors.putAll(other.floors);
        eventIds.clear();
        eventIds.addAll(other.eventIds);
        sequence = other.sequence;
        accepted = other.accepted;
    }

    private Optional<List<Fate>> fold(Submission submission, List<DocumentId> order) {
        List<DocumentId> swept = new ArrayList<>(swept(submission));
        swept.sort(Comparator.comparingInt(order::indexOf));
        boolean tooMany =
                submission.sweep().stream()
                        .flatMapToLong(sweep -> sweep.expectMax().stream())
                        .anyMatch(max -> swept.size() > max);
        if (tooMany) {
            return Optional.empty();
        }
        List<Fate> fates = new ArrayList<>();
        for (IndexEvent event : submission.events()) {
            boolean repeats = event.eventId().isPresent() && !eventIds.add(event.eventId().get());
            for (DocumentId document : event.documents()) {
                Optional<Fate> fate = repeats ? Optional.of(Fate.DUPLICATE) : fold(event, document);
                if (fate.isEmpty()) {
                    return Optional.empty();
                }
                fates.add(fate.get());
            }
        }
        for (DocumentId document : swept) {
            next();
            put(document, Optional.of(new Change.Delete()), Optional.empty());
            fates.add(Fate.WAITING);
        }
        return Optional.of(fates);
    }

    private void next() {
        sequence++;
        accepted++;
    }

    private List<DocumentId> swept(Submission submission) {
        Set<DocumentId> named = new HashSet<>();
        submission.events().forEach(event -> named.addAll(event.documents()));
        return submission.sweep().map(Sweep::selection).stream()
                .flatMap(
                        selection ->
                                documents().keySet().stream()
                                        .filter(document -> selects(selection, document)))
                .filter(document -> !named.contains(document))
                .toList();
    }

    private static boolean selects(Selection selection, DocumentId document) {
        return switch (selection) {
            case Selection.Prefix(String prefix) -> document.value().startsWith(prefix);
            case Selection.Documents(List<DocumentId> some) -> some.contains(document);
            case Selection.Matching _ ->
                    throw new IllegalStateException("what is committed is not known here");
        };
    }

    /// Empty where the event is impossible.
    private Optional<Fate> fold(IndexEvent event, DocumentId document) {
        next();
        if (isOld(event, document)) {
            return Optional.of(Fate.IGNORED);
        }
        Optional<State> before = last(document);
        boolean needsText =
                event.change() instanceof Change.Upsert upsert && upsert.content().isEmpty();
        if (needsText && before.isEmpty()) {
            return Optional.empty();
        }
        put(document, Optional.of(event.change()), after(event.change(), before));
        return Optional.of(Fate.WAITING);
    }

    private static Optional<State> after(Change change, Optional<State> before) {
        return switch (change) {
            case Change.Delete _ -> Optional.empty();
            case Change.Refresh _ -> before;
            case Change.Upsert upsert -> {
                Optional<String> text =
                        upsert.content().map(Content::text).or(() -> before.map(State::text));
                Metadata metadata = before.map(State::metadata).orElse(Metadata.NONE);
                yield text.map(is -> new State(is, upsert.metadata().of(metadata)));
            }
        };
    }

    private NavigableMap<Long, Event> events(DocumentId document) {
        return states.computeIfAbsent(document, _ -> new TreeMap<>());
    }

    private void put(DocumentId document, Optional<Change> change, Optional<State> state) {
        Event event = new Event(change, state);
        events(document).put(sequence, event);
        said.computeIfAbsent(document, _ -> new TreeMap<>()).put(sequence, event);
    }

    private boolean isOld(IndexEvent event, DocumentId document) {
        if (event.sourceVersion().isEmpty()) {
            return false;
        }
        long version = event.sourceVersion().getAsLong();
        if (version <= floors.getOrDefault(document, Long.MIN_VALUE)) {
            return true;
        }
        floors.put(document, version);
        return false;
    }

    private Optional<State> last(DocumentId document) {
        return at(document, Long.MAX_VALUE);
    }

    /// The document once its event of this sequence is applied.
    Optional<State> at(DocumentId document, long eventSequence) {
        var entry = states.getOrDefault(document, new TreeMap<>()).floorEntry(eventSequence);
        return entry == null ? Optional.empty() : entry.getValue().after();
    }

    /// Whether the document is gone once this event, or one after it, is applied.
    boolean isGoneAfter(DocumentId document, long eventSequence) {
        return states
                .getOrDefault(document, new TreeMap<>())
                .tailMap(eventSequence)
                .values()
                .stream()
                .anyMatch(event -> event.after().isEmpty());
    }

    /// Events of a document that nobody has applied are not asked for any more.
    ///
    /// @param applied the newest that is; a purge lies behind it, and is not undone
    void dropped(DocumentId document, long applied, LongPredicate isDropped) {
        folded.remove(document);
        Optional<State> state = at(document, applied);
        for (var each : events(document).tailMap(applied, false).entrySet()) {
            Event event = each.getValue();
            Optional<Change> change =
                    event.change().isPresent() && isDropped.test(each.getKey())
                            ? Optional.of(new Change.Refresh())
                            : event.change();
            Optional<State> base = state;
            state = change.map(does -> after(does, base)).orElse(event.after());
            each.setValue(new Event(change, state));
        }
    }

    /// The document is forgotten: there never was such a one.
    void purged(DocumentId document) {
        folded.remove(document);
        said.remove(document);
        NavigableMap<Long, Event> events = events(document);
        if (!events.isEmpty()) {
            is(document, events.lastKey(), Optional.empty());
        }
    }

    /// Documents of which something was accepted.
    Set<DocumentId> known() {
        return Collections.unmodifiableSet(states.keySet());
    }

    /// The document is as it was; what was accepted and not applied by then applies after it.
    ///
    /// @param applied the newest event of it that is
    void rolledBack(DocumentId document, long applied, Optional<State> to) {
        if (!events(document).tailMap(applied, false).isEmpty()) {
            folded.put(document, to);
        }
        is(document, applied, to);
    }

    private static Optional<State> after(Collection<Event> events, Optional<State> from) {
        Optional<State> state = from;
        for (Event event : events) {
            Optional<State> base = state;
            state = event.change().map(change -> after(change, base)).orElse(event.after());
        }
        return state;
    }

    /// The document is this once its event of this sequence is applied, and what it is after the
    /// later ones follows from it.
    private void is(DocumentId document, long eventSequence, Optional<State> state) {
        NavigableMap<Long, Event> events = events(document);
        events.put(eventSequence, new Event(Optional.empty(), state));
        for (var each : events.tailMap(eventSequence, false).entrySet()) {
            Optional<State> now =
                    after(events.subMap(eventSequence, true, each.getKey(), true).values(), state);
            each.setValue(new Event(each.getValue().change(), now));
        }
    }

    /// Whether the document may be this once its event of this sequence is applied. What waited
    /// when it was rolled back may have been folded over what was applied by then, and says that
    /// once more.
    boolean mayBe(DocumentId document, long eventSequence, Optional<State> state) {
        boolean isAsTold = at(document, eventSequence).equals(state);
        Optional<State> base = folded.remove(document);
        if (isAsTold || base == null) {
            return isAsTold;
        }
        NavigableMap<Long, Event> events =
                said.getOrDefault(document, new TreeMap<>()).headMap(eventSequence, true);
        for (long first : events.keySet()) {
            if (after(events.tailMap(first, true).values(), base).equals(state)) {
                is(document, eventSequence, state);
                return true;
            }
        }
        return false;
    }

    Map<DocumentId, State> documents() {
        Map<DocumentId, State> last = new TreeMap<>();
        states.forEach(
                (document, history) ->
                        history.lastEntry()
                                .getValue()
                                .after()
                                .ifPresent(s -> last.put(document, s)));
        return last;
    }

    /// Events, one for each document of each.
    long accepted() {
        return accepted;
    }
}
