package io.freshet.server.http;

import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line for each request: what was asked and how it ended, never a text. Safe for any thread.
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final int PATH_CHARS_MAX = 200;

    private final Front.RequestCounter counter;

    RequestLog(Front.RequestCounter counter) {
        this.counter = counter;
    }

    void finished(ServerRequest request, Target target, int status, Duration took) {
        String method = request.prologue().method().text();
        counter.count(
                new Front.RequestCounter.Request(method, target.route().pattern()), status, took);
        LOG.atLevel(level(status))
                .log(
                        "request method={} route={} path={} status={} ms={}",
                        method,
                        target.route().pattern(),
                        shown(request.prologue().uriPath().rawPath()),
                        status,
                        took.toMillis());
    }

    /// Starting and stopping answer 503 by design.
    private static Level level(int status) {
        return status >= 500 && status != 503 ? Level.WARN : Level.DEBUG;
    }

    private static String shown(String path) {
        return path.length() <= PATH_CHARS_MAX ? path : path.substring(0, PATH_CHARS_MAX) + "…";
    }
}
