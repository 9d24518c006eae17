package io.freshet.library.backup;

/// A backup cannot be restored; the message says why, for the user.
public final class BadBackupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadBackupException(String message) {
        super(message);
    }

    BadBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
