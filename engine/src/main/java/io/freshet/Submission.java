package io.freshet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What one request asks for, accepted whole or not at all.
///
/// @param sweep what else is deleted with it; only of an [Mode#ATOMIC] one
/// @param progress what a source has come to know, stored in the same transaction
public record Submission(
        List<IndexEvent> events,
        Mode mode,
        Optional<Sweep> sweep,
        Optional<SourceProgress> progress) {
    public Submission {
        events = List.copyOf(events);
        Check.that(sweep.isEmpty() || mode == Mode.ATOMIC, () -> "a sweep is atomic");
        Check.that(mode != Mode.WITHHELD || progress.isPresent(), () -> "only a source withholds");
        Check.that(
                mode != Mode.WITHHELD
                        || events.stream().allMatch(e -> e.change() instanceof Change.Delete),
                () -> "only deletes are withheld");
    }

    public Submission(List<IndexEvent> events, boolean atomic) {
        this(events, atomic ? Mode.ATOMIC : Mode.SEPARATE, Optional.empty(), Optional.empty());
    }

    /// How its changes take effect.
    public enum Mode {
        /// Each for itself.
        SEPARATE,
        /// All become visible in one index version, or none does.
        ATOMIC,
        /// Deletes that are too many to be believed: accepted, shown, and not worked on before they
        /// are released. A later event of a document takes the place of its withheld delete.
        WITHHELD
    }

    /// The events and, where it is known which documents a sweep deletes, those deletes: of each
    /// document that no event names, under one more event.
    public List<IndexEvent> allEvents() {
        if (sweep.isEmpty()) {
            return events;
        }
        Sweep known = sweep.get();
        Check.that(
                known.selection() instanceof Sweep.Selection.Documents,
                () -> "a sweep's documents are found before it is written");
        Set<DocumentId> left = new LinkedHashSet<>();
        if (known.selection() instanceof Sweep.Selection.Documents(List<DocumentId> documents)) {
            left.addAll(documents);
        }
        events.forEach(event -> event.documents().forEach(left::remove));
        return left.isEmpty() ? events : withDeletes(known, List.copyOf(left));
    }

    private List<IndexEvent> withDeletes(Sweep known, List<DocumentId> documents) {
        List<IndexEvent> all = new ArrayList<>(events);
        all.add(
                new IndexEvent(
                        documents,
                        new Change.Delete(),
                        known.priority(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        known.timestamp()));
        return List.copyOf(all);
    }

    /// Of the version that it leads to.
    public Cause cause() {
        if (sweep.isPresent() && !events.isEmpty()) {
            return Cause.REPLACE;
        }
        return progress.map(SourceProgress::cause).orElse(Cause.EVENTS);
    }

    public boolean isAtomic() {
        return mode == Mode.ATOMIC;
    }

    public boolean isWithheld() {
        return mode == Mode.WITHHELD;
    }
}
