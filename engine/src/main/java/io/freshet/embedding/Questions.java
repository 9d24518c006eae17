package io.freshet.embedding;

import io.freshet.Vector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The vectors of the newest questions in one space, so that one that is asked again, or page by
/// page, is not paid for twice. In memory only, and bounded: what was not asked longest goes first.
/// Safe for any thread.
public final class Questions {
    private static final int KEPT_MAX = 1000;

    /// Longer ones are hardly asked twice, and would take the room of many.
    private static final int CHARS_MAX = 1000;

    private final Map<String, Vector> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Vector> eldest) {
                    return size() > KEPT_MAX;
                }
            };

    public synchronized Optional<Vector> find(String question) {
        return Optional.ofNullable(kept.get(question));
    }

    public synchronized void put(String question, Vector vector) {
        if (question.length() <= CHARS_MAX) {
            kept.put(question, vector);
        }
    }
}
