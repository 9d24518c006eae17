package io.freshet.sim;

import java.util.function.Supplier;

/// What a simulation holds the engine to. A broken promise is an error and not an exception, so
/// that no step takes it for a failure of its neighbours, and tries again.
final class SimPromise {
    private SimPromise() {}

    /// A promise was broken, or a step has a bug.
    static final class Broken extends Error {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    static void that(boolean kept, Supplier<String> broken) {
        if (!kept) {
            throw new Broken(broken.get());
        }
    }
}
