package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What one connection is subscribed to, and where it is in each feed. Confined to its subscriber.
///
/// A collection that is made after the subscription is followed from its first version, so that
/// none of its changes is missing; one that rests, or is opened anew, from where it stood. Where
/// the place is of another history, since the collection was removed and made again, the client is
/// told that it has expired, and goes on from the first version of the new one.
final class Subscriptions implements AutoCloseable {
    private final Feeds feeds;
    private final Rendering rendering;
    private final FeedReader reader;
    private final Frames frames;
    private final Signal signal;
    private final SortedMap<CollectionName, Follower> followers = new TreeMap<>();
    private final NavigableMap<CollectionName, Subscription> named = new TreeMap<>();

    /// Those that existed when they were subscribed to and could not answer: followed from the
    /// moment in which they can.
    private final Set<CollectionName> late = new TreeSet<>();

    /// Where those are gone on with that are not followed at this moment.
    private final SortedMap<CollectionName, ClientFrame.Since> places = new TreeMap<>();

    /// To every collection.
    private Optional<Subscription> every = Optional.empty();

    Subscriptions(Feeds feeds, Rendering rendering, Signal signal) {
        this.feeds = feeds;
        this.rendering = rendering;
        this.reader = rendering.reader();
        this.frames = rendering.frames();
        this.signal = signal;
        feeds.attach(signal);
    }

    /// Does what is asked.
    ///
    /// @return the answer
    String subscribe(ClientFrame.Subscribe request) throws InterruptedException {
        try {
            return request.collection().isPresent()
                    ? subscribeTo(request.collection().get(), request.since(), request.wanted())
                    : subscribeToEvery(request.since(), request.wanted());
        } catch (FreshetException.Unavailable _) {
            return frames.error(
                    "unavailable", "the collection cannot answer now; subscribe again in a second");
        } catch (FreshetException.Corrupt | FreshetException.Refused e) {
            return frames.error("corrupt", "the collection's stored data is damaged");
        }
    }

    /// Another subscription to the same name takes the place of the one before.
    private String subscribeTo(CollectionName name, ClientFrame.Since since, Subscription wanted)
            throws InterruptedException {
        Optional<Feed> found = feeds.find(name);
        if (found.isEmpty()) {
            named.put(name, wanted);
            places.put(name, since);
            return frames.subscribedAhead(name);
        }
        Feed feed = found.get();
        Position now = feed.now();
        Position start = since.in(feed.history()).orElse(now);
        if (reader.resume(feed, start) instanceof Feed.Resume.Expired expired) {
            return frames.resumeExpired(name, expired);
        }
        named.put(name, wanted);
        follow(name, feed, start);
        return frames.subscribed(name, now.version(), feed.history());
    }

    /// A position belongs to one collection, which is resumed there; the others are followed from
    /// now on.
    private String subscribeToEvery(ClientFrame.Since since, Subscription wanted)
            throws InterruptedException {
        SortedMap<CollectionName, Position> starts = new TreeMap<>();
        SortedMap<CollectionName, Long> versions = new TreeMap<>();
        Set<CollectionName> absent = new TreeSet<>();
        boolean resumed = since.position().isEmpty();
        for (CollectionName name : feeds.names()) {
            Optional<Position> place = placeNow(name);
            if (place.isEmpty()) {
                absent.add(name);
                continue;
            }
            Position now = place.get();
            Optional<Position> own =
                    since.position().filter(given -> given.history().equals(now.history()));
            Optional<Feed> feed = own.isPresent() ? feeds.find(name) : Optional.empty();
            if (feed.isPresent()
                    && reader.resume(feed.get(), own.orElse(now))
                            instanceof Feed.Resume.Expired expired) {
                return frames.resumeExpired(name, expired);
            }
            resumed |= own.isPresent();
            starts.put(name, own.orElse(now));
            versions.put(name, now.version());
        }
        if (!resumed) {
            return frames.error(
                    "resume_expired", "the position is of no collection that there is now");
        }
        every = Optional.of(wanted);
        late.addAll(absent);
        starts.forEach(this::followOrRemember);
        return frames.subscribedToEvery(versions);
    }

    /// A collection that rests is followed once somebody opens it.
    private void followOrRemember(CollectionName name, Position start) {
        Optional<Feed> open = openNow(name).filter(feed -> isOf(feed, start));
        if (open.isPresent()) {
            follow(name, open.get(), start);
        } else if (!followers.containsKey(name)) {
            places.put(name, at(start));
        }
    }

    private static boolean isOf(Feed feed, Position place) {
        return feed.history().equals(place.history());
    }

    private static ClientFrame.Since at(Position place) {
        return new ClientFrame.Since(Optional.of(place), OptionalLong.empty(), Optional.empty());
    }

    private Optional<Position> placeNow(CollectionName name) {
        try {
            return feeds.place(name);
        } catch (FreshetException _) {
            return Optional.empty();
        }
    }

    /// Does what is asked.
    ///
    /// @return the answer
    String unsubscribe(ClientFrame.Unsubscribe request) {
        Optional<CollectionName> name = request.collection();
        name.ifPresentOrElse(named::remove, () -> every = Optional.empty());
        followers.values().removeIf(this::isLeft);
        late.removeIf(collection -> !isWanted(collection));
        places.keySet().removeIf(collection -> !isWanted(collection));
        return frames.unsubscribed(name.map(CollectionName::value).orElse(Frames.EVERY_COLLECTION));
    }

    private boolean isWanted(CollectionName name) {
        return every.isPresent() || named.containsKey(name);
    }

    private boolean isLeft(Follower follower) {
        if (isWanted(follower.name())) {
            return false;
        }
        follower.detach(signal);
        return true;
    }

    /// Leaves what is no longer open, and follows what is subscribed to and has come to be.
    ///
    /// @param out takes what the client must be told of it
    void join(Consumer<String> out) throws InterruptedException {
        followers.values().removeIf(this::isClosed);
        for (CollectionName name :
                every.isPresent() ? feeds.names() : List.copyOf(named.keySet())) {
            if (!followers.containsKey(name)) {
                joinOne(name, out);
            }
        }
    }

    private boolean isClosed(Follower follower) {
        if (!follower.feed().isClosed()) {
            return false;
        }
        follower.detach(signal);
        places.put(follower.name(), at(follower.position()));
        return true;
    }

    private void joinOne(CollectionName name, Consumer<String> out) throws InterruptedException {
        Optional<Feed> found = openNow(name);
        if (found.isEmpty()) {
            return;
        }
        Feed feed = found.get();
        Position start = start(name, feed);
        if (reader.resume(feed, start) instanceof Feed.Resume.Expired expired) {
            out.accept(frames.resumeExpired(name, expired));
            start = reader.oldest(feed);
        }
        follow(name, feed, start);
    }

    private Position start(CollectionName name, Feed feed) throws InterruptedException {
        if (late.contains(name)) {
            return feed.now();
        }
        ClientFrame.Since since = places.getOrDefault(name, ClientFrame.Since.START);
        Optional<Position> place = since.in(feed.history());
        return place.isPresent() ? place.get() : reader.oldest(feed);
    }

    private Optional<Feed> openNow(CollectionName name) {
        try {
            return feeds.opened(name).filter(feed -> !feed.isClosed());
        } catch (FreshetException _) {
            return Optional.empty();
        }
    }

    private void follow(CollectionName name, Feed feed, Position start) {
        late.remove(name);
        places.remove(name);
        Follower follower = followers.get(name);
        if (follower != null) {
            follower.rewind(start);
            return;
        }
        Follower joined = new Follower(name, feed, start);
        joined.attach(signal);
        followers.put(name, joined);
    }

    /// Gives at most a page of each collection. One that cannot be read holds up no other.
    ///
    /// @return whether something was given
    /// @throws FreshetException.Unavailable where a feed could not be read now
    boolean forward(Consumer<String> out) throws InterruptedException {
        boolean given = false;
        Optional<FreshetException.Unavailable> failure = Optional.empty();
        for (Follower follower : followers.values()) {
            try {
                given |= follower.isBehind() && forward(follower, out);
            } catch (FreshetException.Unavailable e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent() && !given) {
            throw failure.get();
        }
        return given;
    }

    private boolean forward(Follower follower, Consumer<String> out) throws InterruptedException {
        try {
            List<Announcement> page = follower.nextPage(reader);
            List<Subscription> wants = wants(follower.name());
            Rendering.Source source = new Rendering.Source(follower.name(), follower.feed());
            for (Announcement announcement : page) {
                rendering.render(source, announcement, wants, sent -> out.accept(sent.json()));
                follower.handled(announcement);
            }
            return !page.isEmpty();
        } catch (Feed.Gap gap) {
            out.accept(frames.resumeExpired(follower.name(), gap.expired()));
            follower.skipTo(reader.oldest(follower.feed()));
            return true;
        }
    }

    private List<Subscription> wants(CollectionName name) {
        return Stream.concat(Optional.ofNullable(named.get(name)).stream(), every.stream())
                .toList();
    }

    @Override
    public void close() {
        feeds.detach(signal);
        followers.values().forEach(follower -> follower.detach(signal));
    }
}
