package io.freshet;

import java.util.List;
import java.util.Optional;

/// What became of an accepted request, for whoever waited for it.
///
/// @param visible nothing of it is waited for any more: its events are settled, but for the failed
/// @param indexVersion where visible, one that holds them all and answers searches; else the
///   version that answers now
/// @param unchanged events that changed nothing
/// @param superseded events overtaken by a newer one of their document, which is settled too
/// @param ignored events with an older `source_version`
/// @param chunks and `tokens` what the request's documents took
/// @param failed events that are dead letters, or were folded into one, those that were dropped,
///   and those that wait for a budget
/// @param failing documents of the request whose change failed and waits to be tried again
public record Outcome(
        boolean visible,
        long indexVersion,
        int unchanged,
        int superseded,
        int ignored,
        Version.Chunks chunks,
        ChangeSet.Tokens tokens,
        List<Failed> failed,
        List<Failing> failing) {
    public Outcome {
        failed = List.copyOf(failed);
        failing = List.copyOf(failing);
    }

    /// An event that will not become visible soon, or before somebody acts.
    ///
    /// @param code what it is: [#DEAD_LETTER], [#DISCARDED] or [#DEFERRED]
    public record Failed(DocumentId document, String code, String detail) {
        public static final String DEAD_LETTER = "dead_letter";
        public static final String DISCARDED = "discarded";
        public static final String DEFERRED = "deferred";

        public static Failed dead(DocumentId document, String problem) {
            return new Failed(document, DEAD_LETTER, problem);
        }

        /// It goes on by itself once more may be spent.
        public static Failed deferred(DocumentId document, String problem) {
            return new Failed(document, DEFERRED, problem);
        }

        public static Failed discarded(DocumentId document) {
            return new Failed(document, DISCARDED, "a rollback dropped what waited; send it again");
        }
    }

    /// @param retryAt RFC 3339, where the next try is set
    public record Failing(DocumentId document, String detail, Optional<String> retryAt) {}
}
