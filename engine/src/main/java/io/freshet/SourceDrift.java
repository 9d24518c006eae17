package io.freshet;

import java.util.List;
import java.util.Optional;

/// How a whole listing of a source differed from what was known of it, and that from what is
/// indexed.
///
/// @param listed documents that it has
/// @param added not known, or known to be none that can be indexed
/// @param changed with another stamp: they may have changed
/// @param gone known, and not there
/// @param differing not changed there, and indexed with another content or not at all, while
///   nothing of them waits
/// @param held the same, since a rollback: on purpose, and no drift
/// @param problem why it could not be listed; then nothing is known
/// @param examples of what differed, the first of them
public record SourceDrift(
        String name,
        long listed,
        long added,
        long changed,
        long gone,
        long differing,
        long held,
        Optional<String> problem,
        List<DocumentId> examples) {
    public static final int EXAMPLES_MAX = 10;

    public SourceDrift {
        examples = List.copyOf(examples.subList(0, Math.min(EXAMPLES_MAX, examples.size())));
    }

    public static SourceDrift failed(String name, String problem) {
        return new SourceDrift(name, 0, 0, 0, 0, 0, 0, Optional.of(problem), List.of());
    }

    public long total() {
        return added + changed + gone + differing;
    }
}
