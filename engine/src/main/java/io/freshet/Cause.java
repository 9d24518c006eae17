package io.freshet;

import java.util.Locale;

/// Why a version was made.
public enum Cause {
    EVENTS,
    REFRESH,
    RECONCILE,
    REPLACE,
    ROLLBACK,
    MIGRATION,
    PURGE;

    /// As on the wire.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
