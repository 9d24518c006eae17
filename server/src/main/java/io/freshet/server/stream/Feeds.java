package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.util.List;
import java.util.Optional;

/// The change feeds that there are. Every call throws a [io.freshet.server.json.ProblemException]
/// while the server starts. Safe for any thread.
public interface Feeds {
    /// The collections that exist, open or not, by name.
    List<CollectionName> names();

    /// The feed of a collection, where it exists; the collection is opened for it.
    ///
    /// @throws io.freshet.FreshetException where it exists and cannot answer now
    Optional<Feed> find(CollectionName name) throws InterruptedException;

    /// The feed of a collection that is open.
    ///
    /// @throws io.freshet.FreshetException where it cannot answer now
    Optional<Feed> opened(CollectionName name);

    /// The place right behind all that a collection has announced, open or not.
    ///
    /// @throws io.freshet.FreshetException where it exists and cannot answer now
    Optional<Position> place(CollectionName name);

    /// The signal is raised whenever a collection is opened, made or removed, until it is detached.
    void attach(Signal signal);

    void detach(Signal signal);
}
