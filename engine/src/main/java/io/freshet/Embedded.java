package io.freshet;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;

/// A planned batch whose added chunks have durable vectors, but for the documents that failed.
///
/// @param asked the hashes that were asked of an embedder for this batch and not for another
public record Embedded(
        Planned planned, SortedMap<DocumentId, Failure> failures, Set<String> asked) {
    public Embedded {
        asked = Collections.unmodifiableSet(new LinkedHashSet<>(asked));
    }
}
