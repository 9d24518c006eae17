package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.feed.Feed;
import java.util.List;

/// The feeds, for a subscriber within the server: what it gets is what one on a stream gets. Safe
/// for any thread.
public final class FeedReading {
    private final SharedStream stream;

    FeedReading(SharedStream stream) {
        this.stream = stream;
    }

    public Feeds feeds() {
        return stream.feeds();
    }

    public Feed.Resume resume(Feed feed, Position since) throws InterruptedException {
        return stream.reader().resume(feed, since);
    }

    /// Before the oldest version that is retained.
    public Position oldest(Feed feed) throws InterruptedException {
        return stream.reader().oldest(feed);
    }

    /// Hands over the next page of a feed, as far as it is wanted.
    ///
    /// @param place where the page begins
    /// @return where it ends; the same place where there is nothing
    /// @throws Feed.Gap where what follows is no longer retained
    public Position next(Place place, Subscription wanted, Sent.Sink out)
            throws InterruptedException {
        Position position = place.position();
        List<Announcement> page =
                stream.reader().read(place.feed(), position, StreamLimits.PAGE_ENTRIES);
        var source = new Rendering.Source(place.name(), place.feed());
        for (Announcement entry : page) {
            stream.rendering().render(source, entry, List.of(wanted), out);
            position = entry.position();
        }
        return position;
    }

    /// Where in which feed.
    public record Place(CollectionName name, Feed feed, Position position) {}

    /// What a subscriber is told that cannot go on from where it was.
    public String expired(CollectionName name, Feed.Resume.Expired expired) {
        return stream.frames().resumeExpired(name, expired);
    }
}
