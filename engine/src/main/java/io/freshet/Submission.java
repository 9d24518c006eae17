package io.freshet;

import java.util.List;
import java.util.Optional;

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

    public boolean isAtomic() {
        return mode == Mode.ATOMIC;
    }

    public boolean isWithheld() {
        return mode == Mode.WITHHELD;
    }
}
