package io.freshet.library.export;

/// An export that cannot be imported; the message says why and where, for the user.
public final class BadExportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadExportException(String message) {
        super(message);
    }

    BadExportException(long line, String message) {
        super("line " + line + ": " + message);
    }
}
