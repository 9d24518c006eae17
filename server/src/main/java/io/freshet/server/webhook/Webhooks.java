package io.freshet.server.webhook;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.freshet.library.config.AllowedAddresses;
import io.freshet.library.config.WebhookFiles;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.stream.FeedReading;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// All webhooks of a server. Each has a thread of its own, which works from [#open] to [#close].
/// Safe for any thread; changes are made one at a time.
public final class Webhooks implements AutoCloseable {
    /// Of one collection.
    public static final int WEBHOOKS_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final Duration POST_MAX = Duration.ofSeconds(30);

    private final Surroundings around;
    private final ConcurrentSkipListMap<Key, Delivery> deliveries = new ConcurrentSkipListMap<>();

    /// Held for a whole change, its file included: changes are rare, and nothing else waits for it.
    private final ReentrantLock changing = new ReentrantLock();

    private boolean isOpen;
    private boolean isClosed;

    Webhooks(Surroundings around) {
        this.around = around;
    }

    /// Starts nothing yet.
    public static Webhooks over(
            FeedReading reading, WebhookFiles files, AllowedAddresses allowed, Pace pace) {
        Clock clock = Clock.systemUTC();
        var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
        Posting posting = new Posting(allowed, InetAddress::getAllByName, tls, POST_MAX, clock);
        return new Webhooks(new Surroundings(reading, files, posting, pace, clock));
    }

    private record Key(CollectionName collection, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byCollection = collection.compareTo(other.collection);
            return byCollection != 0 ? byCollection : name.compareTo(other.name);
        }
    }

    /// The feeds can be read from now on: those that are kept go to work. One that is closed stays
    /// closed, since a server may be stopped while its engine still opens.
    public void open() {
        changing.lock();
        try {
            if (isClosed) {
                return;
            }
            isOpen = true;
            for (CollectionName collection : around.reading().feeds().names()) {
                for (String name : around.files().names(collection)) {
                    kept(new Key(collection, name))
                            .ifPresent(webhook -> begin(collection, webhook));
                }
            }
        } finally {
            changing.unlock();
        }
    }

    private Optional<Webhook> kept(Key key) {
        try {
            return around.files()
                    .read(key.collection(), key.name())
                    .map(text -> Webhook.read(key.name(), text));
        } catch (FreshetException e) {
            LOG.error(
                    "webhook cannot be read collection={} name={}",
                    key.collection(),
                    key.name(),
                    e);
            return Optional.empty();
        }
    }

    private Delivery begin(CollectionName collection, Webhook webhook) {
        Delivery delivery = new Delivery(collection, webhook, around);
        deliveries.put(new Key(collection, webhook.name()), delivery);
        if (isOpen) {
            delivery.start();
        }
        return delivery;
    }

    /// Those of a collection, by name.
    public List<WebhookStatus> list(CollectionName collection) {
        return all().stream().filter(webhook -> webhook.collection().equals(collection)).toList();
    }

    public Optional<WebhookStatus> find(CollectionName collection, String name) {
        return list(collection).stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// Of every collection.
    public List<WebhookStatus> all() {
        deliveries.values().removeIf(Delivery::isOver);
        List<WebhookStatus> all = new ArrayList<>();
        deliveries.values().forEach(delivery -> all.add(status(delivery)));
        return all;
    }

    private WebhookStatus status(Delivery delivery) {
        Webhook webhook = delivery.webhook();
        Webhook.Progress progress = webhook.progress();
        WebhookStatus.State working =
                progress.failingSince().isPresent()
                        ? WebhookStatus.State.FAILING
                        : WebhookStatus.State.ACTIVE;
        return new WebhookStatus(
                delivery.collection(),
                webhook.name(),
                webhook.url().toString(),
                webhook.wanted(),
                webhook.paused() ? WebhookStatus.State.PAUSED : working,
                progress.position(),
                behind(delivery.collection(), progress.position()),
                new WebhookStatus.Posts(
                        progress.delivered(), delivery.failed(), progress.deliveredAt()),
                progress.problem(),
                progress.failingSince(),
                delivery.retryAt());
    }

    private OptionalLong behind(CollectionName collection, Position taken) {
        try {
            return around.reading().feeds().place(collection).stream()
                    .filter(now -> now.history().equals(taken.history()))
                    .mapToLong(now -> behind(now, taken))
                    .findFirst();
        } catch (FreshetException _) {
            return OptionalLong.empty();
        }
    }

    private static long behind(Position now, Position taken) {
        boolean isWhole = taken.ordinal() == Position.COMPLETE;
        return Math.max(0, now.version() - taken.version() + (isWhole ? 0 : 1));
    }

    /// Makes or changes a webhook: what it does is broken off, and goes on from what was taken.
    ///
    /// @return what became of it
    /// @throws io.freshet.server.json.ProblemException where the request cannot be done; then it is
    ///   as it was
    public Changed change(CollectionName collection, String name, JsonNode request)
            throws InterruptedException {
        Feed feed =
                around.reading()
                        .feeds()
                        .find(collection)
                        .orElseThrow(() -> new IllegalStateException("no such collection"));
        WebhookReader reader = new WebhookReader(name, feed, around);
        changing.lockInterruptibly();
        try {
            Optional<Delivery> before =
                    Optional.ofNullable(deliveries.get(new Key(collection, name)));
            if (before.isEmpty()) {
                requireRoom(collection);
            }
            WebhookReader.Made made = reader.read(request, before.map(Delivery::webhook));
            return changed(collection, before, made);
        } finally {
            changing.unlock();
        }
    }

    private void requireRoom(CollectionName collection) {
        if (list(collection).size() >= WEBHOOKS_MAX) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "a collection has at most " + WEBHOOKS_MAX + " webhooks; delete one first");
        }
    }

    private Changed changed(
            CollectionName collection, Optional<Delivery> before, WebhookReader.Made made)
            throws InterruptedException {
        Webhook next = made.webhook();
        if (before.isPresent()) {
            before.get().stop();
            next = made.over(before.get().webhook().progress());
        }
        try {
            around.files().write(collection, next.name(), next.text());
        } catch (FreshetException e) {
            before.ifPresent(old -> begin(collection, old.webhook()));
            throw e;
        }
        WebhookStatus status = status(begin(collection, next));
        LOG.info(
                "webhook is set collection={} name={} host={} paused={}",
                collection,
                next.name(),
                next.url().getHost(),
                next.paused());
        return new Changed(status, before.isEmpty(), made.secret());
    }

    /// What became of a change.
    ///
    /// @param madeSecret where one was made: it is told once
    public record Changed(WebhookStatus status, boolean isNew, Optional<String> madeSecret) {}

    /// @return whether there was one
    public boolean remove(CollectionName collection, String name) throws InterruptedException {
        changing.lockInterruptibly();
        try {
            Delivery removed = deliveries.remove(new Key(collection, name));
            if (removed == null) {
                return false;
            }
            removed.stop();
            around.files().delete(collection, name);
            LOG.info("webhook is removed collection={} name={}", collection, name);
            return true;
        } finally {
            changing.unlock();
        }
    }

    /// Every webhook stops, and stays as it is kept.
    @Override
    public void close() {
        changing.lock();
        try {
            isOpen = false;
            isClosed = true;
            for (Delivery delivery : deliveries.values()) {
                delivery.stop();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            changing.unlock();
        }
        around.posting().close();
    }
}
