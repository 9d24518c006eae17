package io.freshet.server.http;

import io.freshet.Repeats;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line for each request: what was asked and how it ended, never a text. Failures of the server
/// are warned of once a minute for each route and status. Safe for any thread.
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final int PATH_CHARS_MAX = 200;

    private final Front.RequestCounter counter;
    private final Repeats failures = new Repeats();

    RequestLog(Front.RequestCounter counter) {
        this.counter = counter;
    }

    void finished(ServerRequest request, Target target, int status, Duration took) {
        String method = request.prologue().method().text();
        counter.count(
                new Front.RequestCounter.Request(method, target.route().pattern()), status, took);
        String line =
                "request method="
                        + method
                        + " route="
                        + target.route().pattern()
                        + " path="
                        + shown(request.prologue().uriPath().rawPath())
                        + " status="
                        + status
                        + " ms="
                        + took.toMillis();
        if (!isFailure(status)) {
            LOG.debug(line);
            return;
        }
        failures.happened(status + " " + target.route().pattern(), System.nanoTime())
                .ifPresent(unsaid -> LOG.warn(unsaid == 0 ? line : line + " unsaid=" + unsaid));
    }

    /// Starting and stopping answer 503 by design.
    private static boolean isFailure(int status) {
        return status >= 500 && status != 503;
    }

    private static String shown(String path) {
        return path.length() <= PATH_CHARS_MAX ? path : path.substring(0, PATH_CHARS_MAX) + "…";
    }
}
