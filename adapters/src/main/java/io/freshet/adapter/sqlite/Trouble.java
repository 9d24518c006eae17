package io.freshet.adapter.sqlite;

import io.freshet.FreshetException;
import io.freshet.Repeats;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Why a file cannot be written just now. The log has it when it begins, once a minute while it
/// lasts, and when it is over. Safe for any thread.
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private final Path file;
    private final Repeats repeats = new Repeats();
    private volatile Optional<String> now = Optional.empty();

    Trouble(Path file) {
        this.file = file;
    }

    Optional<String> now() {
        return now;
    }

    /// A write failed. A bug is in the log of who called.
    void met(RuntimeException failure) {
        if (!(failure instanceof FreshetException)) {
            return;
        }
        String why = String.valueOf(failure.getMessage());
        now = Optional.of(why);
        repeats.happened(why, System.nanoTime())
                .ifPresent(
                        unsaid -> LOG.error("writing failed: {} unsaid={}", why, unsaid, failure));
    }

    /// A write succeeded.
    void ended() {
        Optional<String> before = now;
        if (before.isPresent()) {
            now = Optional.empty();
            before.ifPresent(repeats::ended);
            LOG.info("writing works again file={} problem={}", file, before.get());
        }
    }
}
