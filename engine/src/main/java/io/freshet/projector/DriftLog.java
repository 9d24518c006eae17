package io.freshet.projector;

import io.freshet.ReadBack.Drift;
import io.freshet.ReadBack.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// Says what drifted, for each kind at most once a minute, with all that came since it last did.
/// Confined to its shard.
final class DriftLog {
    private static final System.Logger LOG = System.getLogger(DriftLog.class.getName());
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

    private final String store;
    private final Map<Kind, Instant> next = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> unsaid = new EnumMap<>(Kind.class);

    DriftLog(String store) {
        this.store = store;
    }

    void add(Drift drift, Instant now) {
        for (Kind kind : Kind.values()) {
            long rows = unsaid.merge(kind, drift.count(kind), Long::sum);
            if (rows > 0 && !now.isBefore(next.getOrDefault(kind, Instant.MIN))) {
                unsaid.put(kind, 0L);
                next.put(kind, now.plus(AT_MOST_EVERY));
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "store drifted store=" + store + " " + word(kind) + "_rows=" + rows);
            }
        }
    }

    private static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
