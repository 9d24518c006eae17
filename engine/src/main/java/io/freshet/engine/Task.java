package io.freshet.engine;

/// What is run on somebody else's thread: to its end, or dropped where the threads end before.
interface Task extends Runnable {
    /// It does not run, or nobody waits for its end any more: whoever waits is told. It may be told
    /// so more than once, and while it runs. Any thread.
    default void dropped() {}
}
