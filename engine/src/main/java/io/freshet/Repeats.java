package io.freshet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.OptionalLong;

/// How often the log says what happens again and again: at once, then at most once a minute for
/// each cause, and with how many times it went unsaid meanwhile. Safe for any thread.
public final class Repeats {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int CAUSES_MAX = 100;

    private final LinkedHashMap<String, Said> causes = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Said {
        private final long nanos;
        private long unsaid;

        Said(long nanos) {
            this.nanos = nanos;
        }
    }

    /// It has happened.
    ///
    /// @param nowNanos of a clock that never goes back
    /// @return empty where it is not to be said now, else how many times it was not said before
    public synchronized OptionalLong happened(String cause, long nowNanos) {
        Said said = causes.get(cause);
        if (said != null && nowNanos - said.nanos < MINUTE_NANOS) {
            said.unsaid++;
            return OptionalLong.empty();
        }
        if (said == null && causes.size() == CAUSES_MAX) {
            causes.pollFirstEntry();
        }
        causes.put(cause, new Said(nowNanos));
        return OptionalLong.of(said == null ? 0 : said.unsaid);
    }

    /// As [#happened(String, long)], by a time that never goes back.
    public OptionalLong happened(String cause, Instant now) {
        return happened(cause, now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    /// It is over: the next time is said at once.
    public synchronized void ended(String cause) {
        causes.remove(cause);
    }
}
