package io.freshet;

import java.util.function.Supplier;

/// A check that is always on: what it refuses is a bug in Freshet, not bad input.
public final class Check {
    private Check() {}

    public static void that(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new IllegalStateException("bug: " + otherwise.get());
        }
    }
}
