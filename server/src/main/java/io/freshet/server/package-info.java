/// The one runnable: puts the engine, its adapters and the wire together.
@NullMarked
package io.freshet.server;

import org.jspecify.annotations.NullMarked;
