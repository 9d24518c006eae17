/// The parts put together.
@NullMarked
package io.freshet.server;

import org.jspecify.annotations.NullMarked;
