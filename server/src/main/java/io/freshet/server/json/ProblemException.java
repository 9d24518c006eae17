package io.freshet.server.json;

import io.freshet.Problem;
import java.time.Duration;
import java.util.Optional;

/// Ends a request with a problem. Its stack trace is not kept: it tells of the client, not of us.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Optional<Duration> retryAfter;

    private ProblemException(Problem problem, Optional<Duration> retryAfter) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code.word(), detail), Optional.empty());
    }

    /// Of one element of the request.
    public static ProblemException at(String pointer, ProblemCode code, String detail) {
        return new ProblemException(Problem.at(pointer, code.word(), detail), Optional.empty());
    }

    /// Of an element that a value refused; its message says why.
    public static ProblemException at(
            String pointer, ProblemCode code, IllegalArgumentException refusal) {
        return at(pointer, code, String.valueOf(refusal.getMessage()));
    }

    /// Of a problem that another part found.
    public static ProblemException of(Problem problem) {
        return new ProblemException(problem, Optional.empty());
    }

    /// The client may come back after this time.
    public static ProblemException later(Problem problem, Duration retryAfter) {
        return new ProblemException(problem, Optional.of(retryAfter));
    }

    public Problem problem() {
        return problem;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
