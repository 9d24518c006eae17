package io.freshet;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// Deletes the documents of a selection that the events beside it do not name: with events it
/// replaces what was there, without any it deletes. Which documents that are is decided when it is
/// admitted, in sequence with all other events.
///
/// @param expectMax where it would delete more documents than this, nothing is accepted
public record Sweep(
        Selection selection, OptionalLong expectMax, Priority priority, Instant timestamp) {

    /// Which documents.
    public sealed interface Selection {
        /// Those that exist or wait, whose id starts with it.
        record Prefix(String prefix) implements Selection {}

        record Documents(List<DocumentId> documents) implements Selection {
            public Documents {
                documents = List.copyOf(documents);
            }
        }

        /// Those whose committed metadata matches.
        record Matching(Filter filter) implements Selection {}
    }
}
