/// Very many followers of one feed. Goes in: a number of them. Comes out: whether any missed or
/// repeated something, how long news took, and what the server's heap held (I8, I9).
@NullMarked
package io.freshet.benchmarks.subscribers;

import org.jspecify.annotations.NullMarked;
