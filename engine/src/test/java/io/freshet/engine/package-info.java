/// A whole collection on one thread: its steps together, in simulated time.
@NullMarked
package io.freshet.engine;

import org.jspecify.annotations.NullMarked;
