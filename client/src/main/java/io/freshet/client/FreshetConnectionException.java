package io.freshet.client;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// No answer came: no connection, a cut, or time over. Whether the request was taken is not known,
/// unless [#sent] is false.
public final class FreshetConnectionException extends FreshetException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;
    private final boolean timedOut;
    private final @Nullable Duration retryAfter;

    private FreshetConnectionException(
            String message, @Nullable Throwable cause, Reach reach, @Nullable Duration retryAfter) {
        super(message, cause);
        this.sent = reach != Reach.NOT_SENT;
        this.timedOut = reach == Reach.TIMED_OUT;
        this.retryAfter = retryAfter;
    }

    private enum Reach {
        NOT_SENT,
        SENT,
        TIMED_OUT
    }

    static FreshetConnectionException of(Throwable cause) {
        boolean unsent =
                cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
        String why =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new FreshetConnectionException(
                "no answer from the server: " + why,
                cause,
                unsent ? Reach.NOT_SENT : Reach.SENT,
                null);
    }

    static FreshetConnectionException timedOut(String what) {
        return new FreshetConnectionException(what, null, Reach.TIMED_OUT, null);
    }

    static FreshetConnectionException interrupted(InterruptedException cause) {
        return new FreshetConnectionException(
                "the waiting thread was interrupted", cause, Reach.SENT, null);
    }

    /// @param retryAfter what the way in which the connection ended asks for
    static FreshetConnectionException ended(String how, @Nullable Duration retryAfter) {
        return new FreshetConnectionException(how, null, Reach.SENT, retryAfter);
    }

    /// May the request have reached the server?
    public boolean sent() {
        return sent;
    }

    /// Did the time that the client allows for a call run out?
    public boolean timedOut() {
        return timedOut;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
