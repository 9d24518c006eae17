package io.freshet;

import java.time.Duration;
import java.util.Optional;

/// Why a document's change could not be done this time.
///
/// @param counts whether it is an attempt of the document, or only the endpoint's state
/// @param retryAfter what the other side asked for
/// @param problem for the status; never document text
/// @param passage the chunk that failed, where one did
public record Failure(
        boolean counts, Optional<Duration> retryAfter, String problem, Optional<Passage> passage) {
    public Failure(boolean counts, Optional<Duration> retryAfter, String problem) {
        this(counts, retryAfter, problem, Optional.empty());
    }

    /// How the problem of a change that waits for a budget, or for somebody's word, is told from
    /// others.
    public static final String DEFERRED = "deferred: ";

    /// It waits for a budget, or for somebody's word.
    public static Failure deferred(String why, Duration left) {
        return new Failure(false, Optional.of(left), DEFERRED + why);
    }

    /// Whether that is the problem of a change that waits for a budget or for somebody's word.
    public static boolean isDeferred(String problem) {
        return problem.contains(DEFERRED);
    }

    public Failure at(Passage where) {
        return new Failure(counts, retryAfter, problem, Optional.of(where));
    }

    /// Of two, the one that says more of the document: it counts, or it was first.
    public Failure or(Failure later) {
        return counts || !later.counts ? this : later;
    }
}
