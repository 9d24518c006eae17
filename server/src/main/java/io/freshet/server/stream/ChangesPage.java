package io.freshet.server.stream;

import io.freshet.Announcement;
import io.freshet.FreshetException;
import io.freshet.Position;
import io.freshet.feed.Feed;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A page of a feed as JSON, written as it is read, so that a large one takes no memory. It goes on
/// past what the request filters out until it has something to show, and moves `next` over all of
/// it. Confined to its request.
final class ChangesPage {
    private static final Logger LOG = LoggerFactory.getLogger(ChangesPage.class);

    /// Behind so much no further change is begun.
    private static final int BYTES_MAX = 4 << 20;

    private final SharedStream stream;
    private final ChangesHandler.Reading reading;
    private Optional<OutputStream> out = Optional.empty();
    private long bytes;

    ChangesPage(SharedStream stream, ChangesHandler.Reading reading) {
        this.stream = stream;
        this.reading = reading;
    }

    /// Waits for the first change as long as the request says.
    void send(Position start, ServerResponse response) throws InterruptedException {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        long endNanos = System.nanoTime() + reading.request().timeout().toNanos();
        Position next = start;
        while (true) {
            List<Announcement> page = read(next);
            next = write(page, next, response);
            long leftNanos = endNanos - System.nanoTime();
            boolean waits = page.isEmpty() && leftNanos > 0 && reading.goesOn();
            if (out.isPresent() || (page.isEmpty() && !waits)) {
                break;
            }
            if (waits) {
                reading.visitor().signal().await(Duration.ofNanos(leftNanos));
            }
        }
        String end = "],\"next\":\"" + next + "\"}";
        if (out.isEmpty()) {
            response.send(("{\"changes\":[" + end).getBytes(StandardCharsets.UTF_8));
            return;
        }
        try (OutputStream stillOpen = out.get()) {
            stillOpen.write(end.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Announcement> read(Position since) throws InterruptedException {
        try {
            return stream.reader().read(reading.feed(), since, reading.request().limit());
        } catch (Feed.Gap gap) {
            throw ChangesHandler.expired(reading.name(), gap.expired());
        }
    }

    /// @return behind what was written; what fails after the page has begun ends it there
    private Position write(List<Announcement> page, Position since, ServerResponse response)
            throws InterruptedException {
        Position next = since;
        try {
            for (Announcement announcement : page) {
                stream.rendering()
                        .render(
                                reading.source(),
                                announcement,
                                reading.wants(),
                                sent -> entry(sent, response));
                next = announcement.position();
                if (bytes > BYTES_MAX) {
                    break;
                }
            }
        } catch (Feed.Gap gap) {
            if (out.isEmpty()) {
                throw ChangesHandler.expired(reading.name(), gap.expired());
            }
            LOG.debug("page ends early collection={}", reading.name(), gap);
        } catch (FreshetException.Unavailable e) {
            if (out.isEmpty()) {
                throw e;
            }
            LOG.debug("page ends early collection={}", reading.name(), e);
        }
        return next;
    }

    private void entry(Sent sent, ServerResponse response) {
        try {
            byte[] json = sent.json().getBytes(StandardCharsets.UTF_8);
            String before = out.isEmpty() ? "{\"changes\":[" : ",";
            OutputStream open = out.isEmpty() ? response.outputStream() : out.get();
            out = Optional.of(open);
            open.write(before.getBytes(StandardCharsets.UTF_8));
            open.write(json);
            bytes += json.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
