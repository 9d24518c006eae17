package io.freshet.server.webhook;

import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.Repeats;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import io.freshet.server.json.ProblemException;
import io.freshet.server.stream.FeedReading;
import io.freshet.server.stream.Sent;
import io.freshet.server.stream.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One webhook at work: a thread that reads the feed, posts what is wanted of it, and keeps on disk
/// how far that was taken, after it was. So a crash between the two posts it once more, under the
/// same id. What the thread holds is one page of the feed and one message, however long the
/// receiver fails. Only the thread moves the webhook; who changes it otherwise stops the thread
/// first.
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final Duration UNAVAILABLE_RETRY = Duration.ofSeconds(1);

    private final CollectionName collection;
    private final Surroundings around;
    private final Subscription wanted;
    private final Signal signal = new Signal();
    private volatile Webhook webhook;
    private volatile boolean over;
    private final LongAdder failed = new LongAdder();
    private final Repeats repeats = new Repeats();
    private volatile Optional<Instant> retryAt = Optional.empty();
    private @Nullable Thread thread;

    /// Of the feed that is read.
    private @Nullable Feed feed;

    private Position read;
    private Packet packet;
    private long keptNanos = System.nanoTime();

    Delivery(CollectionName collection, Webhook webhook, Surroundings around) {
        this.collection = collection;
        this.webhook = webhook;
        this.around = around;
        this.wanted = webhook.subscription();
        this.read = webhook.progress().position();
        this.packet = new Packet(webhook.name(), collection, read);
    }

    CollectionName collection() {
        return collection;
    }

    Webhook webhook() {
        return webhook;
    }

    /// Whether it is kept no more, since its collection is gone.
    boolean isOver() {
        return over;
    }

    long failed() {
        return failed.sum();
    }

    Optional<Instant> retryAt() {
        return retryAt;
    }

    void start() {
        if (!webhook.paused()) {
            String name = "webhook-" + collection + "-" + webhook.name();
            thread = Thread.ofVirtual().name(name).start(this::run);
        }
    }

    /// Breaks off what it does: what was not taken is posted again. Its state is final then.
    void stop() throws InterruptedException {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join();
        }
    }

    /// The webhook pauses itself.
    private static final class Paused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Paused(String why) {
            super(why, null, false, false);
        }
    }

    private void run() {
        around.reading().feeds().attach(signal);
        try {
            while (!over) {
                step();
            }
        } catch (InterruptedException _) {
            LOG.debug("webhook stops collection={} name={}", collection, webhook.name());
        } catch (Paused e) {
            LOG.error(
                    "webhook is paused collection={} name={} problem={}",
                    collection,
                    webhook.name(),
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("webhook stops collection={} name={}", collection, webhook.name(), e);
            String why = "stopped by a failure of the server; its log says why";
            Instant now = around.clock().instant();
            webhook = webhook.with(webhook.progress().failed(why, now)).paused(true);
        } finally {
            leave();
            around.reading().feeds().detach(signal);
        }
    }

    private void step() throws InterruptedException {
        try {
            if (!forward()) {
                signal.await(LOOK_AGAIN);
            }
        } catch (Feed.Gap gap) {
            LOG.debug("webhook is passed by retention collection={}", collection, gap);
            leave();
        } catch (FreshetException | ProblemException e) {
            LOG.debug("feed cannot be read now collection={}", collection, e);
            leave();
            signal.await(e instanceof FreshetException.Corrupt ? LOOK_AGAIN : UNAVAILABLE_RETRY);
        }
    }

    /// @return whether there was something
    private boolean forward() throws InterruptedException {
        Feed open = joined();
        if (open == null || read.compareTo(open.now()) >= 0) {
            keepWhatWasPassedOver();
            return false;
        }
        Position position = read;
        read =
                around.reading()
                        .next(new FeedReading.Place(collection, open, position), wanted, this::add);
        return true;
    }

    /// The feed, where there is something in it that was not handled, or it is open anyway.
    private @Nullable Feed joined() throws InterruptedException {
        Feed before = feed;
        if (before != null && !before.isClosed()) {
            return before;
        }
        leave();
        Optional<Feed> found = found();
        if (found.isEmpty()) {
            return null;
        }
        Feed joined = found.get();
        restart();
        if (around.reading().resume(joined, read) instanceof Feed.Resume.Expired expired) {
            feed = joined;
            gap(expired);
        }
        joined.attach(signal);
        feed = joined;
        return joined;
    }

    private Optional<Feed> found() throws InterruptedException {
        var feeds = around.reading().feeds();
        if (!feeds.names().contains(collection)
                || around.files().read(collection, webhook.name()).isEmpty()) {
            over = true;
            return Optional.empty();
        }
        Optional<Feed> open = feeds.opened(collection).filter(known -> !known.isClosed());
        if (open.isPresent()) {
            return open;
        }
        Position taken = webhook.progress().position();
        boolean isBehind =
                feeds.place(collection)
                        .filter(
                                now ->
                                        !now.history().equals(taken.history())
                                                || taken.compareTo(now) < 0)
                        .isPresent();
        return isBehind ? feeds.find(collection) : Optional.empty();
    }

    private void leave() {
        Feed left = feed;
        if (left != null) {
            left.detach(signal);
            feed = null;
        }
    }

    /// Goes on from what was taken.
    private void restart() {
        read = webhook.progress().position();
        packet = new Packet(webhook.name(), collection, read);
    }

    private void add(Sent sent) throws InterruptedException {
        if (!packet.add(sent)) {
            return;
        }
        if (!packet.isIdle()) {
            Packet.Message message = packet.message();
            post(message);
            keep(webhook.with(webhook.progress().taken(message.next(), around.clock().instant())));
        }
        packet.clear();
    }

    /// The receiver is told what it cannot be given, and gets what is left.
    private void gap(Feed.Resume.Expired expired) throws InterruptedException {
        Feed open = feed;
        if (open == null) {
            return;
        }
        Position oldest = around.reading().oldest(open);
        post(
                Packet.gap(
                        webhook.name(),
                        collection,
                        oldest,
                        around.reading().expired(collection, expired)));
        keep(webhook.with(webhook.progress().taken(oldest, around.clock().instant())));
        restart();
    }

    /// Now and then, since what was not wanted may be passed over again.
    private void keepWhatWasPassedOver() {
        boolean isDue = System.nanoTime() - keptNanos >= LOOK_AGAIN.toNanos();
        if (isDue && packet.isEmpty() && !read.equals(webhook.progress().position())) {
            keep(webhook.with(webhook.progress().to(read)));
        }
    }

    /// It is shown once it is on disk. A disk that takes nothing stops no post: what was taken
    /// since is posted again after a restart, under the same ids.
    private void keep(Webhook next) {
        try {
            if (around.files().read(collection, webhook.name()).isEmpty()) {
                over = true;
                return;
            }
            around.files().write(collection, next.name(), next.text());
            keptNanos = System.nanoTime();
        } catch (FreshetException e) {
            repeats.happened("kept", System.nanoTime())
                    .ifPresent(
                            unsaid ->
                                    LOG.warn(
                                            "webhook's place is not kept, a restart posts again"
                                                    + " collection={} name={} unsaid={}",
                                            collection,
                                            webhook.name(),
                                            unsaid,
                                            e));
        } finally {
            webhook = next;
        }
    }

    private void post(Packet.Message message) throws InterruptedException {
        for (int failures = 1; ; failures++) {
            Posting.Answer answer = attempt(message);
            switch (answer) {
                case Posting.Answer.Taken _ -> {
                    recovered(failures);
                    return;
                }
                case Posting.Answer.Gone _ -> throw paused("answered 410, it wants no more");
                case Posting.Answer.Failed why -> pause(why, failures);
            }
        }
    }

    private Posting.Answer attempt(Packet.Message message) throws InterruptedException {
        long seconds = around.clock().instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Freshet");
        headers.put("webhook-id", message.id());
        headers.put("webhook-timestamp", Long.toString(seconds));
        headers.put(
                "webhook-signature",
                webhook.secret().signature(message.id(), seconds, message.body()));
        return around.posting().post(webhook.url(), headers, message.body());
    }

    private void recovered(int attempts) {
        retryAt = Optional.empty();
        if (attempts > 1) {
            LOG.info(
                    "webhook recovered collection={} name={} attempts={}",
                    collection,
                    webhook.name(),
                    attempts);
        }
    }

    private void pause(Posting.Answer.Failed why, int failures) throws InterruptedException {
        failed.increment();
        Instant now = around.clock().instant();
        boolean isNew = webhook.progress().failingSince().isEmpty();
        Webhook.Progress progress = webhook.progress().failed(why.problem(), now);
        Webhook next = webhook.with(progress);
        if (!isNew) {
            webhook = next;
        } else {
            keep(next);
            LOG.warn(
                    "webhook fails and is tried again collection={} name={} problem={}",
                    collection,
                    webhook.name(),
                    why.problem());
        }
        Instant since = progress.failingSince().orElse(now);
        if (Duration.between(since, now).compareTo(around.pace().patience()) > 0) {
            throw paused(why.problem());
        }
        Duration wait = around.pace().pause(failures, why.after(), ThreadLocalRandom.current());
        retryAt = Optional.of(now.plus(wait));
        Thread.sleep(wait);
    }

    private Paused paused(String why) {
        retryAt = Optional.empty();
        keep(webhook.with(webhook.progress().failed(why, around.clock().instant())).paused(true));
        return new Paused(why);
    }
}
