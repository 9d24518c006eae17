/// Wires the steps of each collection, and owns every thread and every shutdown.
@NullMarked
package io.freshet.engine;

import org.jspecify.annotations.NullMarked;
