package io.freshet;

import java.util.Locale;

/// What a change turned out to be, as it is announced.
public enum EventType {
    INSERT,
    UPDATE,
    DELETE,
    REFRESH;

    /// As on the wire.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
