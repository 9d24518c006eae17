/// The numbers of one process, as they are read.
@NullMarked
package io.freshet.server.metrics;

import org.jspecify.annotations.NullMarked;
