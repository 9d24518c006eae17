package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The feeds of the engine's collections.
///
/// @param engine throws a problem while there is none
public record EngineFeeds(Supplier<Engine> engine) implements Feeds {
    @Override
    public List<CollectionName> names() {
        return engine.get().names();
    }

    @Override
    public Optional<Feed> find(CollectionName name) throws InterruptedException {
        return engine.get().find(name).map(Shard::feed);
    }

    @Override
    public Optional<Feed> opened(CollectionName name) {
        return engine.get().opened(name).map(Shard::feed);
    }

    @Override
    public Optional<Position> place(CollectionName name) {
        return engine.get().place(name);
    }

    @Override
    public void attach(Signal signal) {
        engine.get().attach(signal);
    }

    @Override
    public void detach(Signal signal) {
        engine.get().detach(signal);
    }
}
