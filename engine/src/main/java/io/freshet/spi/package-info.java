/// The ports: what the engine asks of the world. Each has a contract test in the engine's tests
/// jar, passed by every adapter and by every fake.
@NullMarked
package io.freshet.spi;

import org.jspecify.annotations.NullMarked;
