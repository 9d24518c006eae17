package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.util.List;

/// One collection as one connection follows it: a single place in its feed, however many
/// subscriptions match. Confined to its subscriber.
final class Follower {
    private final CollectionName name;
    private final Feed feed;
    private Position start;
    private Position position;

    Follower(CollectionName name, Feed feed, Position start) {
        this.name = name;
        this.feed = feed;
        this.start = start;
        this.position = start;
    }

    Position start() {
        return start;
    }

    Position position() {
        return position;
    }

    CollectionName name() {
        return name;
    }

    Feed feed() {
        return feed;
    }

    boolean isBehind() {
        return position.compareTo(feed.now()) < 0;
    }

    /// Gives also what lies between `since` and where this connection started to follow. What was
    /// given from there on comes again, since it must come after that.
    void rewind(Position since) {
        if (since.compareTo(start) < 0) {
            start = since;
            position = since;
        }
    }

    List<Announcement> nextPage(FeedReader reader) throws InterruptedException {
        return reader.read(feed, position, StreamLimits.PAGE_ENTRIES);
    }

    /// Goes on behind what is no longer retained, once the client was told.
    void skipTo(Position oldest) {
        start = oldest;
        position = oldest;
    }

    void handled(Announcement announcement) {
        position = announcement.position();
    }

    void attach(Signal signal) {
        feed.attach(signal);
    }

    void detach(Signal signal) {
        feed.detach(signal);
    }
}
