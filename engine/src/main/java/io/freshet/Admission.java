package io.freshet;

import java.time.Duration;
import java.util.List;

/// The answer to a [Submission].
public sealed interface Admission {
    /// On disk.
    ///
    /// @param deduplicated events dropped as repeats of an `event_id`
    /// @param sequence the highest sequence of the request (of the originals, where all were
    ///   repeats); it names the request from then on
    /// @param entries one for each event and document, in order
    record Accepted(int deduplicated, long sequence, List<Entry> entries) implements Admission {
        public Accepted {
            entries = List.copyOf(entries);
        }
    }

    /// One event of one document that was admitted.
    record Entry(DocumentId document, long sequence, Fate fate) {}

    /// What became of an event at admission.
    enum Fate {
        WAITING,
        /// Its `source_version` is not above the highest that the document ever accepted.
        IGNORED,
        /// A delete that a source reported among too many.
        WITHHELD,
        /// A repeat; the entry's sequence is the original's.
        DUPLICATE
    }

    /// Malformed or impossible: nothing of the request was accepted.
    record Rejected(Problem problem) implements Admission {}

    /// Over a limit for now.
    record Deferred(Problem problem, Duration retryAfter) implements Admission {}

    /// Starting or stopping.
    record NotReady(Problem problem, Duration retryAfter) implements Admission {}
}
