package io.freshet.client;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Someone who follows a collection: each change once and in order, through cuts and restarts of
/// the server (I9), until it is closed. A daemon thread of its own connects, reads and calls. Safe
/// for any thread.
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Subscription.class.getName());

    /// The server says something every 30 seconds: longer than two of them is a dead connection.
    static final Duration SILENCE_MAX = Duration.ofSeconds(75);

    private final Course course;
    private final Subscriber.Calls calls;
    private final Socket.Opening opening;
    private final Timing timing;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch tried = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Socket socket;
    private volatile boolean isConnecting;
    private Feed feed = new Feed();
    private long connectedAt;

    private Subscription(
            String name,
            Course course,
            Subscriber.Calls calls,
            Socket.Opening opening,
            Timing timing) {
        this.course = course;
        this.calls = calls;
        this.opening = opening;
        this.timing = timing;
        this.thread = new Thread(this::run, "freshet-subscription-" + name);
        thread.setDaemon(true);
    }

    static Subscription start(
            String collection, Subscriber subscriber, Socket.Opening opening, Timing timing) {
        Course course = new Course(collection, subscriber.request(), Backoff.ofSubscriber(timing));
        Subscription subscription =
                new Subscription(collection, course, subscriber.calls(), opening, timing);
        subscription.thread.start();
        return subscription;
    }

    /// Waits until it is subscribed, or the first try has failed.
    void awaitTried(Duration time) {
        try {
            if (!tried.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.log(Level.DEBUG, () -> "not subscribed yet name=" + thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Of the last change that was handled, for [Subscriber#since] of a later subscription; empty
    /// before the first.
    public Optional<String> position() {
        return Optional.ofNullable(course.position());
    }

    /// Is it over, by [#close] or by a failure that `onError` was told?
    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /// Ends it: nothing is called any more once this returns. Waits for the call that runs, unless
    /// it is that call which closes.
    @Override
    public void close() {
        closed.countDown();
        Socket open = socket;
        if (open != null) {
            open.close();
        } else if (isConnecting) {
            // It calls nothing any more, having been told that it is closed before this was read.
            thread.interrupt();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                Duration pause = course.pause(connection(), lasted());
                tried.countDown();
                if (!isClosed()) {
                    timing.pause(pause, closed);
                }
            }
        } catch (InterruptedException e) {
            closed.countDown();
        } catch (RuntimeException e) {
            closed.countDown();
            tried.countDown();
            calls.error().accept(e);
        } finally {
            closed.countDown();
            tried.countDown();
        }
    }

    private Duration lasted() {
        return Duration.ofNanos(timing.nanoTime() - connectedAt);
    }

    /// One connection from its beginning to its end.
    ///
    /// @return why it ended
    private FreshetException connection() {
        connectedAt = timing.nanoTime();
        feed = new Feed();
        try (Socket open = connected()) {
            socket = open;
            open.send(course.request());
            while (!isClosed()) {
                take(JsonText.read(open.next(SILENCE_MAX)));
            }
            return FreshetConnectionException.ended("it was closed here", null);
        } catch (FreshetException e) {
            if (!isClosed()) {
                LOG.log(Level.INFO, () -> "subscription is cut cause=" + e.getMessage());
            }
            return e;
        } catch (JacksonException e) {
            return new FreshetApiException("what came is no frame of the feed", e);
        } finally {
            socket = null;
        }
    }

    private Socket connected() {
        isConnecting = true;
        try {
            if (isClosed()) {
                // Whoever closed it had not seen that there is something to interrupt.
                throw FreshetConnectionException.ended("it was closed here", null);
            }
            return opening.open();
        } finally {
            isConnecting = false;
        }
    }

    private void take(JsonNode frame) {
        switch (frame.path("type").asString("")) {
            case "subscribed" -> subscribed(frame);
            case "error" -> throw problem(frame);
            default -> feed.change(frame).filter(course::isNew).ifPresent(this::handOver);
        }
    }

    private void subscribed(JsonNode frame) {
        connectedAt = timing.nanoTime();
        Optional<Gap> gap = course.subscribed(frame);
        if (gap.isPresent() && !isClosed()) {
            tell(gap.get());
            course.place(gap.get());
        }
        tried.countDown();
    }

    private void tell(Gap gap) {
        if (calls.gap() != null) {
            calls.gap().accept(gap);
            return;
        }
        Fields problem =
                Fields.NONE
                        .with("code", FreshetApiException.RESUME_EXPIRED)
                        .with("detail", gap.detail())
                        .known("oldest_version", gap.oldestVersion())
                        .with("index_version", gap.indexVersion());
        calls.error().accept(new FreshetApiException(410, problem.values(), null, ""));
    }

    private void handOver(Change change) {
        if (isClosed()) {
            return;
        }
        if (change instanceof IndexUpdate update) {
            calls.update().accept(update);
        } else {
            calls.version().accept((BatchComplete) change);
        }
        course.handled(change);
    }

    /// The stream has codes and no status: this is the one that they have over HTTP.
    private static FreshetApiException problem(JsonNode frame) {
        Fields problem = new Fields(JsonText.object(frame));
        String code = frame.path("code").asString("");
        int status =
                switch (code) {
                    case FreshetApiException.RESUME_EXPIRED -> 410;
                    case "unavailable", "corrupt" -> 503;
                    default -> 400;
                };
        Object message = problem.value("message").orElse(code);
        return new FreshetApiException(status, problem.with("detail", message).values(), null, "");
    }
}
