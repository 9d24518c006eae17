package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.CollectionName;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.Problem;
import io.freshet.feed.Feed;
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
        Reading reading = new Reading(changes, feed, visitor);
        feed.attach(visitor.signal());
        try {
            if (changes.isEventStream()) {
                events(reading, start, response);
                return;
            }
            new ChangesPage(stream, reading).send(start, response);
        } finally {
            feed.detach(visitor.signal());
            stream.subscribers().leave(visitor);
            visitor.left();
        }
    }

    /// One feed as one request reads it.
    record Reading(ChangesRequest request, Feed feed, Visitor visitor) {
        boolean goesOn() {
            return !visitor.isStopped() && !feed.isClosed();
        }

        CollectionName name() {
            return request.collection();
        }

        Rendering.Source source() {
            return new Rendering.Source(name(), feed);
        }

        List<Subscription> wants() {
            return List.of(request.wanted());
        }
    }

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
            while (reading.goesOn()) {
                Position next = sendPage(reading, position, out);
                if (next.equals(position)
                        && !reading.visitor().signal().await(stream.limits().pingEvery())) {
                    write(out, ": still here\n\n");
                }
                position = next;
            }
        } catch (Feed.Gap gap) {
            // the client comes back with the position that it had, and is told that it has expired
            LOG.debug("subscriber is too slow collection={}", reading.name(), gap);
        } catch (FreshetException.Unavailable e) {
            // likewise: the client comes back from where it was
            LOG.debug("chunks cannot be read now collection={}", reading.name(), e);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("subscriber is gone collection={}", reading.name(), e);
        }
    }

    private Position sendPage(Reading reading, Position since, OutputStream out)
            throws InterruptedException, IOException {
        Position last = since;
        for (Announcement announcement : read(reading, since)) {
            stream.rendering()
                    .render(
                            reading.source(),
                            announcement,
                            reading.wants(),
                            sent -> put(out, event(sent)));
            last = announcement.position();
        }
        out.flush();
        return last;
    }

    private List<Announcement> read(Reading reading, Position since) throws InterruptedException {
        try {
            return stream.reader().read(reading.feed(), since, StreamLimits.PAGE_ENTRIES);
        } catch (FreshetException.Unavailable e) {
            LOG.debug("feed cannot be read now collection={}", reading.name(), e);
            reading.visitor().signal().await(UNAVAILABLE_RETRY);
            return List.of();
        }
    }

    /// A part of a change has no id, so that who comes again gets the whole change.
    private static String event(Sent sent) {
        String id = sent.ends() ? "id: " + sent.entry() + "\n" : "";
        return id + "event: " + sent.type() + "\ndata: " + sent.json() + "\n\n";
    }

    private static void put(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    static ProblemException expired(CollectionName collection, Feed.Resume.Expired expired) {
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
}
