package io.freshet.library;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Position;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands a collection's changes to a listener, each once and in order, in a thread of its own. It
/// reads them from the ledger, so a listener may be as slow as it likes. Safe for any thread.
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final int PAGE = 100;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Engine engine;
    private final CollectionName name;
    private final Consumer<Announcement> listener;
    private final Signal signal = new Signal();
    private final Thread thread;
    private volatile Position position;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean isClosed;

    private Subscription(
            Engine engine, CollectionName name, Position since, Consumer<Announcement> listener) {
        this.engine = engine;
        this.name = name;
        this.position = since;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().daemon().name("freshet-subscription").unstarted(this::run);
    }

    static Subscription start(
            Engine engine,
            CollectionName name,
            Optional<Position> since,
            Consumer<Announcement> listener)
            throws InterruptedException {
        Position from = since.isPresent() ? since.get() : feed(engine, name).now();
        Subscription subscription = new Subscription(engine, name, from, listener);
        subscription.thread.start();
        return subscription;
    }

    /// What the subscriber missed is no longer retained: it reads the documents, and subscribes
    /// anew.
    public static final class Expired extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long oldestVersion;
        private final long indexVersion;

        Expired(Feed.Resume.Expired from) {
            super(
                    "the feed is no longer retained from there on: oldest_version="
                            + from.oldestVersion()
                            + " index_version="
                            + from.indexVersion());
            this.oldestVersion = from.oldestVersion();
            this.indexVersion = from.indexVersion();
        }

        /// The oldest version whose changes can still be had.
        public long oldestVersion() {
            return oldestVersion;
        }

        /// The one that searches see.
        public long indexVersion() {
            return indexVersion;
        }
    }

    private static Feed feed(Engine engine, CollectionName name) throws InterruptedException {
        return engine.find(name)
                .map(Shard::feed)
                .orElseThrow(() -> new Unavailable("there is no collection " + name, LOOK));
    }

    private void run() {
        try {
            while (!isClosed) {
                follow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
            LOG.warn("subscription ends collection={} position={}", name, position, e);
        }
    }

    /// Until it is closed, or the collection is opened anew.
    private void follow() throws InterruptedException {
        Feed feed;
        Feed.Resume resumed;
        try {
            feed = feed(engine, name);
            resumed = feed.resume(position);
        } catch (Unavailable _) {
            signal.await(LOOK);
            return;
        }
        if (resumed instanceof Feed.Resume.Expired expired) {
            throw new Expired(expired);
        }
        feed.attach(signal);
        try {
            while (!isClosed && !feed.isClosed()) {
                if (!handOver(feed)) {
                    signal.await(LOOK);
                }
            }
        } finally {
            feed.detach(signal);
        }
    }

    private boolean handOver(Feed feed) {
        List<Announcement> page;
        try {
            page = feed.read(position, PAGE);
        } catch (Feed.Gap gap) {
            throw new Expired(gap.expired());
        } catch (Unavailable _) {
            return false;
        }
        for (Announcement announcement : page) {
            if (isClosed) {
                return true;
            }
            listener.accept(announcement);
            position = announcement.position();
        }
        return !page.isEmpty();
    }

    /// Behind the change that was handled last: where another one goes on, also after a restart.
    public Position position() {
        return position;
    }

    /// Why it has ended by itself, where it has: what the listener threw, or [Expired].
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /// Hands nothing more over. Waits until the listener has returned, unless that is the caller.
    @Override
    public void close() {
        isClosed = true;
        signal.raise();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
