package io.freshet;

/// How soon a document is taken. In rising order.
public enum Priority {
    NORMAL,
    HIGH,
    /// At once, in a slot of its own.
    CRITICAL;

    public Priority max(Priority other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
