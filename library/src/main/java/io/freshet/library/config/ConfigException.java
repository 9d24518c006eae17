package io.freshet.library.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The configuration cannot be used: where, and what to do, in one line.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Reason> reason;

    public ConfigException(String message) {
        super(message);
        this.reason = Optional.empty();
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
        this.reason = Optional.empty();
    }

    /// @param origin where the key's value stands
    ConfigException(String origin, Reason reason, @Nullable Throwable cause) {
        super(origin + ": " + reason.key() + reason.what(), cause);
        this.reason = Optional.of(reason);
    }

    /// Which key is wrong, and why.
    ///
    /// @param what such as ` is true or false, not maybe`
    public record Reason(String key, String what) {}

    /// Where a single key is wrong.
    public Optional<Reason> reason() {
        return reason;
    }
}
