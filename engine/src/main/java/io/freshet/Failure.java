package io.freshet;

import java.time.Duration;
import java.util.Optional;

/// Why a document's change could not be done this time.
///
/// @param counts whether it is an attempt of the document, or only the endpoint's state
/// @param retryAfter what the other side asked for
/// @param problem for the status; never document text
public record Failure(boolean counts, Optional<Duration> retryAfter, String problem) {}
