package io.freshet.server.stream;

import io.freshet.CollectionName;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.util.List;
import java.util.Optional;

/// The change feeds that there are. Every call throws a [io.freshet.server.json.ProblemException]
/// while the server starts. Safe for any thread.
public interface Feeds {
    /// The collections that exist, by name.
    List<CollectionName> names();

    /// The feed of a collection, where it exists.
    ///
    /// @throws io.freshet.FreshetException.Unavailable where it exists and cannot answer now
    Optional<Feed> find(CollectionName name);

    /// The signal is raised whenever a collection is made, until it is detached.
    void attach(Signal signal);

    void detach(Signal signal);
}
