package io.freshet.spi;

import io.freshet.EmbeddingSpace;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Vector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

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

    /// Remembers, over a crash, that there is something to [#sweep].
    void sweepLater();

    /// Whether [#sweepLater] was called and no sweep has ended since.
    boolean isSweepDue();

    /// Drops every vector, of any space, that is not retained and was neither put nor found while
    /// this ran: nothing of it is left on the disk when this returns. One sweep at a time; what is
    /// put and found meanwhile goes on.
    ///
    /// @param retained asked once, and only after puts and finds are noted; where it throws,
    ///   nothing is dropped
    void sweep(Retained retained) throws InterruptedException;

    /// Tells which vectors stay.
    interface Retained {
        /// @param mark takes hashes, a page at a time
        void tell(Consumer<Collection<String>> mark) throws InterruptedException;
    }

    /// Writes the vectors that are told, of every space, into a file that is not there yet.
    default void copyTo(Path file, Retained told) throws InterruptedException {
        throw new Unavailable("these vectors cannot be copied", Duration.ofMinutes(1));
    }

    long count(String space);

    /// Why nothing can be written now, such as a full disk; nothing where all is well. Any thread
    /// may ask.
    default Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    void close();
}
