package io.freshet.library.config;

/// A value that is never shown.
///
/// @param value empty where there is none
public record Secret(String value) {
    static final String MASK = "***";

    /// What is shown instead.
    static String masked(String value) {
        return value.isEmpty() ? "" : MASK;
    }

    @Override
    public String toString() {
        return masked(value);
    }
}
