package io.freshet;

import java.util.Locale;

/// Why something was embedded.
public enum SpentFor {
    EVENTS,
    REFRESH,
    RECONCILE,
    REPLACE,
    ROLLBACK,
    MIGRATION,
    IMPORT,
    /// A vector that was lost is had again.
    MEND,
    /// Whether an endpoint answers, and as the model should.
    PROBE,
    QUERY;

    /// What leads to a version of this cause; what a purge leads to embeds nothing.
    public static SpentFor of(Cause cause) {
        return switch (cause) {
            case EVENTS, PURGE -> EVENTS;
            case REFRESH -> REFRESH;
            case RECONCILE -> RECONCILE;
            case REPLACE -> REPLACE;
            case ROLLBACK -> ROLLBACK;
            case MIGRATION -> MIGRATION;
        };
    }

    /// As on the wire.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException where there is none
    public static SpentFor named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
