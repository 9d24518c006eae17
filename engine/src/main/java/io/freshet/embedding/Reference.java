package io.freshet.embedding;

import io.freshet.Vector;
import java.util.Collections;
import java.util.Map;

/// The vectors of the [Probes] that an embedding space is known by, kept for as long as the data.
public interface Reference {
    /// Of a space whose model cannot change.
    Reference NONE =
            new Reference() {
                @Override
                public Map<String, Vector> known() {
                    return Collections.emptyMap();
                }

                @Override
                public void keep(Map<String, Vector> vectors) {}
            };

    /// Those that are there, by hash.
    Map<String, Vector> known();

    /// Durable when it returns. What is there already stays.
    void keep(Map<String, Vector> vectors);
}
