/// A server to measure: in this process, over a directory of its own, with the adapters that a user
/// gets or without a model; and a client of it. In goes a configuration, out come answers and what
/// the ports hold.
@NullMarked
package io.freshet.benchmarks.running;

import org.jspecify.annotations.NullMarked;
