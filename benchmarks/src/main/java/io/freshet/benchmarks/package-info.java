/// Measurements of the product in its own process: `./freshet bench NAME`. Not shipped. What goes
/// in is generated from a seed; what comes out is a table on standard output.
@NullMarked
package io.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;
