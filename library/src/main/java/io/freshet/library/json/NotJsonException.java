package io.freshet.library.json;

/// What should be JSON is none, or is beyond a limit; the message says where.
public final class NotJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJsonException(String message) {
        super(message);
    }
}
