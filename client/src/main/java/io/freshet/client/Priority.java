package io.freshet.client;

import java.util.Locale;

/// How soon an event is to be searchable. `CRITICAL` is taken at once, in a slot of its own.
public enum Priority {
    NORMAL,
    HIGH,
    CRITICAL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
