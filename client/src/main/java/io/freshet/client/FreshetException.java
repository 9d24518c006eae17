package io.freshet.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every failure of a call: either the server said no ([FreshetApiException]), or no answer came
/// ([FreshetConnectionException]).
public abstract sealed class FreshetException extends RuntimeException
        permits FreshetApiException, FreshetConnectionException {
    private static final long serialVersionUID = 1L;

    FreshetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// How long the server asks to be left alone before the next try; empty where it says nothing.
    public abstract Optional<Duration> retryAfter();
}
