package io.freshet.server.http;

import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Refused;
import io.freshet.FreshetException.Unavailable;
import io.freshet.Problem;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client is told of a failure: what it can act on, and for a bug only an id that is in the
/// log.
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private Failures() {}

    static Reply reply(Throwable failure) {
        return switch (failure) {
            case ProblemException e -> expected(e);
            case Unavailable e -> unavailable(e);
            case Corrupt e -> Reply.problem(problem(ProblemCode.CORRUPT, e.getMessage()));
            case Refused e -> Reply.problem(problem(ProblemCode.REJECTED, e.getMessage()));
            case InterruptedException _ -> stopping();
            default -> Reply.problem(bug(failure));
        };
    }

    static Reply stopping() {
        return Reply.problem(
                        Problem.of(
                                ProblemCode.STOPPING.word(),
                                "the server is stopping; try again in a moment"))
                .retryAfter(SOON);
    }

    private static Reply expected(ProblemException e) {
        Reply reply = Reply.problem(e.problem());
        return e.retryAfter().map(reply::retryAfter).orElse(reply);
    }

    private static Reply unavailable(Unavailable e) {
        String message = String.valueOf(e.getMessage());
        ProblemCode code = isDiskFull(e) ? ProblemCode.DISK_FULL : ProblemCode.UNAVAILABLE;
        return Reply.problem(problem(code, message)).retryAfter(e.retryAfter().orElse(SOON));
    }

    /// A database says so itself; elsewhere it is the system's own words.
    private static boolean isDiskFull(Unavailable e) {
        if (String.valueOf(e.getMessage()).startsWith("disk full")) {
            return true;
        }
        return e.getCause() instanceof IOException cause
                && String.valueOf(cause.getMessage()).contains("No space left on device");
    }

    /// Is in the log under the id that the client is told.
    static Problem bug(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.error("request failed by a bug id={}", id, failure);
        return Problem.of(
                ProblemCode.INTERNAL.word(),
                "this is a bug in the server; its log tells more under id " + id);
    }

    private static Problem problem(
            ProblemCode code, @org.jspecify.annotations.Nullable String detail) {
        return Problem.of(code.word(), detail == null ? code.title() : detail);
    }
}
