package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What one connection is subscribed to, and where it is in each feed. Confined to its subscriber.
///
/// A collection that is made after the subscription is followed from its first version, so that
/// none of its changes is missing.
final class Subscriptions implements AutoCloseable {
    private final Feeds feeds;
    private final FeedReader reader;
    private final Frames frames;
    private final Signal signal;
    private final SortedMap<CollectionName, Follower> followers = new TreeMap<>();
    private final Set<CollectionName> named = new TreeSet<>();

    /// Those that existed when they were subscribed to and could not answer: followed from the
    /// moment in which they can.
    private final Set<CollectionName> late = new TreeSet<>();

    private boolean every;

    Subscriptions(Feeds feeds, FeedReader reader, Frames frames, Signal signal) {
        this.feeds = feeds;
        this.reader = reader;
        this.frames = frames;
        this.signal = signal;
        feeds.attach(signal);
    }

    /// Does what is asked.
    ///
    /// @return the answer
    String subscribe(ClientFrame.Subscribe request) throws InterruptedException {
        try {
            return request.collection().isPresent()
                    ? subscribeTo(request.collection().get(), request.since())
                    : subscribeToEvery(request.since());
        } catch (FreshetException.Unavailable _) {
            return frames.error(
                    "unavailable", "the collection cannot answer now; subscribe again in a second");
        } catch (FreshetException.Corrupt | FreshetException.Refused e) {
            return frames.error("corrupt", "the collection's stored data is damaged");
        }
    }

    private String subscribeTo(CollectionName name, ClientFrame.Since since)
            throws InterruptedException {
        Optional<Feed> found = feeds.find(name);
        if (found.isEmpty()) {
            return subscribeAhead(name, since);
        }
        Feed feed = found.get();
        Position now = feed.now();
        Position start = since.in(feed.history()).orElse(now);
        if (reader.resume(feed, start) instanceof Feed.Resume.Expired expired) {
            return frames.resumeExpired(name, expired);
        }
        named.add(name);
        follow(name, feed, start);
        return frames.subscribed(name, now.version(), feed.history());
    }

    private String subscribeAhead(CollectionName name, ClientFrame.Since since) {
        boolean fromStart =
                since.position().isEmpty()
                        && since.version().orElse(0) == 0
                        && since.history().isEmpty();
        if (!fromStart) {
            return frames.resumeExpired(name, new Feed.Resume.Expired(0, 0));
        }
        named.add(name);
        return frames.subscribedAhead(name);
    }

    /// A position belongs to one collection, which is resumed there; the others are followed from
    /// now on.
    private String subscribeToEvery(ClientFrame.Since since) throws InterruptedException {
        SortedMap<CollectionName, Long> versions = new TreeMap<>();
        List<Follower> joining = new ArrayList<>();
        Set<CollectionName> absent = new TreeSet<>();
        boolean resumed = since.position().isEmpty();
        for (CollectionName name : feeds.names()) {
            Optional<Feed> found = findNow(name);
            if (found.isEmpty()) {
                absent.add(name);
                continue;
            }
            Feed feed = found.get();
            Position now = feed.now();
            Optional<Position> own =
                    since.position().filter(place -> place.history().equals(feed.history()));
            if (own.isPresent()
                    && reader.resume(feed, own.get()) instanceof Feed.Resume.Expired expired) {
                return frames.resumeExpired(name, expired);
            }
            resumed |= own.isPresent();
            joining.add(new Follower(name, feed, own.orElse(now)));
            versions.put(name, now.version());
        }
        if (!resumed) {
            return frames.error(
                    "resume_expired", "the position is of no collection that there is now");
        }
        every = true;
        late.addAll(absent);
        joining.forEach(follower -> follow(follower.name(), follower.feed(), follower.start()));
        return frames.subscribedToEvery(versions);
    }

    /// Does what is asked.
    ///
    /// @return the answer
    String unsubscribe(ClientFrame.Unsubscribe request) {
        Optional<CollectionName> name = request.collection();
        name.ifPresentOrElse(named::remove, () -> every = false);
        followers.values().removeIf(this::isLeft);
        late.removeIf(collection -> !isWanted(collection));
        return frames.unsubscribed(name.map(CollectionName::value).orElse(Frames.EVERY_COLLECTION));
    }

    private boolean isWanted(CollectionName name) {
        return every || named.contains(name);
    }

    private boolean isLeft(Follower follower) {
        if (isWanted(follower.name())) {
            return false;
        }
        follower.detach(signal);
        return true;
    }

    /// Follows what is subscribed to and has come to be.
    void join() {
        if (every) {
            feeds.names().forEach(this::joinOne);
            return;
        }
        named.forEach(this::joinOne);
    }

    private void joinOne(CollectionName name) {
        if (followers.containsKey(name)) {
            return;
        }
        Optional<Feed> found = findNow(name);
        if (found.isEmpty()) {
            return;
        }
        Feed feed = found.get();
        follow(name, feed, late.remove(name) ? feed.now() : Position.complete(feed.history(), 0));
    }

    private Optional<Feed> findNow(CollectionName name) {
        try {
            return feeds.find(name);
        } catch (FreshetException _) {
            return Optional.empty();
        }
    }

    private void follow(CollectionName name, Feed feed, Position start) {
        late.remove(name);
        Follower follower = followers.get(name);
        if (follower != null) {
            follower.rewind(start);
            return;
        }
        Follower joined = new Follower(name, feed, start);
        joined.attach(signal);
        followers.put(name, joined);
    }

    /// Gives at most a page of each collection.
    ///
    /// @return whether something was given
    /// @throws FreshetException.Unavailable where a feed cannot be read now
    boolean forward(Consumer<String> out) throws InterruptedException {
        boolean given = false;
        for (Follower follower : followers.values()) {
            if (!follower.isBehind()) {
                continue;
            }
            for (Announcement announcement : follower.nextPage(reader)) {
                out.accept(frames.of(follower.name(), announcement));
                follower.handled(announcement);
                given = true;
            }
        }
        return given;
    }

    @Override
    public void close() {
        feeds.detach(signal);
        followers.values().forEach(follower -> follower.detach(signal));
    }
}
