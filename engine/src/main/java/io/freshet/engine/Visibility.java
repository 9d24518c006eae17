package io.freshet.engine;

/// How far the events of a request have come.
public enum Visibility {
    /// All are settled, and what they led to is searchable.
    VISIBLE,
    NOT_YET,
    /// One is a dead letter: it will not become searchable before somebody acts.
    DEAD_LETTER
}
