package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.CollectionSettings;
import io.freshet.feed.Signal;
import io.freshet.spi.Adapters;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// All collections of one process. Safe for any thread.
public final class Engine implements AutoCloseable {
    /// Opens every collection that exists and `knowledge_base`. Blocks until their stored data is
    /// read; a collection that is corrupt is there and says so.
    public static Engine open(
            Adapters adapters, Function<CollectionName, CollectionSettings> settings) {
        throw new UnsupportedOperationException(adapters + " " + settings);
    }

    /// The collections, by name.
    public List<Shard> shards() {
        return List.of();
    }

    public Optional<Shard> find(CollectionName name) {
        throw new UnsupportedOperationException("" + name);
    }

    /// The collection of this name, made if it is not there.
    public Shard create(CollectionName name) {
        throw new UnsupportedOperationException("" + name);
    }

    /// The signal is raised whenever a collection is made, until it is detached.
    public void attach(Signal signal) {
        throw new UnsupportedOperationException(signal.getClass().getName());
    }

    public void detach(Signal signal) {
        throw new UnsupportedOperationException(signal.getClass().getName());
    }

    /// Takes no more events, lets what is in work commit for a moment, and closes everything. What
    /// waits is on disk.
    @Override
    public void close() {}
}
