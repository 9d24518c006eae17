package io.freshet;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The world's failures, one type for each reaction: retry, give up on this input, stop the
/// collection. A bug is none of them: it is a failed [Check].
public abstract sealed class FreshetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private FreshetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// A state of the world that may pass: everything waits and tries again with backoff, and no
    /// attempt is counted against a document.
    public static final class Unavailable extends FreshetException {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> retryAfter;
        private final boolean busy;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
            this.retryAfter = Optional.empty();
            this.busy = false;
        }

        public Unavailable(String message, Duration retryAfter) {
            this(message, retryAfter, false);
        }

        private Unavailable(String message, Duration retryAfter, boolean busy) {
            super(message, null);
            this.retryAfter = Optional.of(retryAfter);
            this.busy = busy;
        }

        /// The other side is well, and was asked too much.
        public static Unavailable busy(String message, Duration retryAfter) {
            return new Unavailable(message, retryAfter, true);
        }

        public boolean isBusy() {
            return busy;
        }

        /// What the other side asked for, where it did.
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /// This input will never be taken: the answer is about the content.
    public static final class Refused extends FreshetException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message, null);
        }

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Stored data is damaged, foreign or older than it may be: this collection stops and says so;
    /// the others go on.
    public static final class Corrupt extends FreshetException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message, null);
        }

        public Corrupt(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
