package io.freshet;

import java.time.Instant;
import java.util.OptionalLong;

/// A waiting change of one document, as the journal keeps it: later events of the document have
/// been folded into it.
///
/// @param sequence of the newest event folded in; what commits it settles the document up to here
/// @param since when the oldest of the folded events was accepted: freshness and ageing count from
///   it
/// @param notBefore a retry or a budget holds it back until then; [Instant#EPOCH] where nothing
///   does
/// @param attempts failed tries that count against this document
/// @param group the sequence that names the atomic request which it belongs to
/// @param cause of the version that it leads to, where all in it have the same; of a group whose
///   cause is not `EVENTS`, the version holds nothing else
public record Pending(
        DocumentId document,
        Change change,
        long sequence,
        Priority priority,
        OptionalLong sourceVersion,
        Instant timestamp,
        Instant since,
        Instant notBefore,
        int attempts,
        OptionalLong group,
        Cause cause) {
    public Pending(
            DocumentId document,
            Change change,
            long sequence,
            Priority priority,
            OptionalLong sourceVersion,
            Instant timestamp,
            Instant since,
            Instant notBefore,
            int attempts,
            OptionalLong group) {
        this(
                document,
                change,
                sequence,
                priority,
                sourceVersion,
                timestamp,
                since,
                notBefore,
                attempts,
                group,
                Cause.EVENTS);
    }

    /// This change and an earlier one of the document as one.
    public Pending foldedOver(Pending earlier) {
        return new Pending(
                document,
                change.after(earlier.change),
                sequence,
                priority.max(earlier.priority),
                sourceVersion.isPresent() ? sourceVersion : earlier.sourceVersion,
                timestamp,
                earlier.since,
                notBefore,
                attempts,
                group,
                cause);
    }
}
