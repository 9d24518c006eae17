package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.Problem;
import io.freshet.feed.Feed;
import io.freshet.feed.Signal;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET …/changes`: the feed as server-sent events, or a page of it as JSON.
///
/// Without a place to start, events begin with the next change, and a page with the oldest that is
/// retained. Where the collection is removed or opened anew the answer ends: the client comes again
/// from where it was, and is told whether it may go on.
final class ChangesHandler implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesHandler.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final Duration UNAVAILABLE_RETRY = Duration.ofSeconds(1);

    private final SharedStream stream;

    ChangesHandler(SharedStream stream) {
        this.stream = stream;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws Exception {
        ChangesRequest changes = ChangesRequest.of(request);
        Feed feed =
                stream.feeds()
                        .find(changes.collection())
                        .orElseThrow(() -> unknown(changes.collection()));
        Position start = start(changes, feed);
        Visitor visitor = new Visitor();
        if (!stream.subscribers().enter(visitor)) {
            throw ProblemException.later(
                    Problem.of(
                            ProblemCode.UNAVAILABLE.word(),
                            "too many subscribers, or the server is stopping; come back later"),
                    COME_BACK);
        }
        feed.attach(visitor.signal);
        try {
            if (changes.isEventStream()) {
                events(new Reading(changes.collection(), feed, visitor), start, response);
                return;
            }
            page(changes, new Reading(changes.collection(), feed, visitor), start, response);
        } finally {
            feed.detach(visitor.signal);
            stream.subscribers().leave(visitor);
            visitor.left();
        }
    }

    /// One feed as one request reads it.
    private record Reading(CollectionName collection, Feed feed, Visitor visitor) {}

    private Position start(ChangesRequest changes, Feed feed) throws InterruptedException {
        String history = feed.history();
        if (changes.since().in(history).isEmpty() && changes.isEventStream()) {
            return feed.now();
        }
        Position start = changes.since().in(history).orElseGet(() -> Position.complete(history, 0));
        Feed.Resume resume = stream.reader().resume(feed, start);
        if (resume instanceof Feed.Resume.Expired expired) {
            if (changes.since().in(history).isEmpty()) {
                return Position.complete(history, Math.max(0, expired.oldestVersion() - 1));
            }
            throw expired(changes.collection(), expired);
        }
        return start;
    }

    private void events(Reading reading, Position start, ServerResponse response)
            throws InterruptedException {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            write(out, "retry: 1000\n\n");
            Position position = start;
            while (!reading.visitor().stopped && !reading.feed().isClosed()) {
                Position next = sendPage(reading, position, out);
                if (next.equals(position)
                        && !reading.visitor().signal.await(stream.limits().pingEvery())) {
                    write(out, ": still here\n\n");
                }
                position = next;
            }
        } catch (Feed.Gap gap) {
            // the client comes back with the position that it had, and is told that it has expired
            LOG.debug("subscriber is too slow collection={}", reading.collection(), gap);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("subscriber is gone collection={}", reading.collection(), e);
        }
    }

    private Position sendPage(Reading reading, Position since, OutputStream out)
            throws InterruptedException, IOException {
        Position last = since;
        for (Announcement announcement : read(reading, since)) {
            String data = stream.frames().of(reading.collection(), announcement);
            out.write(event(announcement, data).getBytes(StandardCharsets.UTF_8));
            last = announcement.position();
        }
        out.flush();
        return last;
    }

    private List<Announcement> read(Reading reading, Position since) throws InterruptedException {
        try {
            return stream.reader().read(reading.feed(), since, StreamLimits.PAGE_ENTRIES);
        } catch (FreshetException.Unavailable e) {
            LOG.debug("feed cannot be read now collection={}", reading.collection(), e);
            reading.visitor().signal.await(UNAVAILABLE_RETRY);
            return List.of();
        }
    }

    private static String event(Announcement announcement, String data) {
        return "id: "
                + announcement.position()
                + "\nevent: "
                + Frames.type(announcement)
                + "\ndata: "
                + data
                + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void page(
            ChangesRequest changes, Reading reading, Position start, ServerResponse response)
            throws InterruptedException {
        List<Announcement> page = page(changes, reading, start);
        long deadline = System.nanoTime() + changes.timeout().toNanos();
        long leftNanos = changes.timeout().toNanos();
        while (page.isEmpty()
                && leftNanos > 0
                && !reading.visitor().stopped
                && !reading.feed().isClosed()) {
            reading.visitor().signal.await(Duration.ofNanos(leftNanos));
            page = page(changes, reading, start);
            leftNanos = deadline - System.nanoTime();
        }
        StringJoiner entries = new StringJoiner(",", "{\"changes\":[", "],");
        for (Announcement announcement : page) {
            entries.add(stream.frames().of(reading.collection(), announcement));
        }
        Position next = page.isEmpty() ? start : page.getLast().position();
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.send((entries + "\"next\":\"" + next + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private List<Announcement> page(ChangesRequest changes, Reading reading, Position start)
            throws InterruptedException {
        try {
            return stream.reader().read(reading.feed(), start, changes.limit());
        } catch (Feed.Gap gap) {
            throw expired(changes.collection(), gap.expired());
        }
    }

    private static ProblemException expired(
            CollectionName collection, Feed.Resume.Expired expired) {
        return ProblemException.of(
                Problem.of(
                                ProblemCode.RESUME_EXPIRED.word(),
                                Frames.expiredMessage(collection, expired))
                        .with("oldest_version", expired.oldestVersion())
                        .with("index_version", expired.indexVersion()));
    }

    private static ProblemException unknown(CollectionName name) {
        return ProblemException.of(
                ProblemCode.UNKNOWN_COLLECTION, "there is no collection " + name);
    }

    /// The request while it follows a feed. Its thread is the request's, which goes on to others:
    /// it is cut only while it is here.
    private static final class Visitor implements Subscriber {
        private final Signal signal = new Signal();
        private final Thread thread = Thread.currentThread();
        private volatile boolean stopped;
        private boolean here = true;

        @Override
        public void stop() {
            stopped = true;
            signal.raise();
        }

        @Override
        public synchronized void cut() {
            if (here) {
                thread.interrupt();
            }
        }

        private synchronized void left() {
            here = false;
        }
    }
}
