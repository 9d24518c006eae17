package io.freshet.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some of a list.
///
/// @param next goes into the next call's `after`; null at the end. A page may be empty and have one
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = Given.list(items);
    }
}
