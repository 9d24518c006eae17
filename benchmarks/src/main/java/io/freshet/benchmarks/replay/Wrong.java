package io.freshet.benchmarks.replay;

/// The index is not what it should be.
final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    Wrong(String what) {
        super(what);
    }

    static void unless(boolean holds, String what) {
        if (!holds) {
            throw new Wrong(what);
        }
    }

    /// Where two things that are long when printed must be the same.
    static void unlessEqual(Object found, Object expected, String what) {
        unless(found.equals(expected), what);
    }
}
