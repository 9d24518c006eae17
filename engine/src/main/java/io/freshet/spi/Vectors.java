package io.freshet.spi;

import io.freshet.EmbeddingSpace;
import io.freshet.Vector;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Vectors of all collections, kept once for each embedding space and embedded text. Blocking,
/// durable when it returns, safe for any thread.
///
/// Failures: `Unavailable`, `Corrupt` (a stored vector that fails its check is as good as missing
/// and is said in the log).
public interface Vectors extends AutoCloseable {
    /// Those that are known, by hash.
    ///
    /// @param space the space's fingerprint
    Map<String, Vector> find(String space, Collection<String> hashes);

    /// Those that are known and have the space's width, by hash.
    default Map<String, Vector> find(EmbeddingSpace space, Collection<String> hashes) {
        Map<String, Vector> found = new LinkedHashMap<>(find(space.fingerprint(), hashes));
        found.values().removeIf(vector -> vector.dimensions() != space.dimensions());
        return found;
    }

    /// A vector that is there already stays, unless it is of another width.
    void put(String space, Map<String, Vector> vectors);

    long count(String space);

    /// Why nothing can be written now, such as a full disk; nothing where all is well. Any thread
    /// may ask.
    default Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    void close();
}
