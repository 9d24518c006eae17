/// What every implementation of a port must keep: one abstract test class for each port, passed by
/// the adapters and by the fakes that the simulation uses.
@NullMarked
package io.freshet.contract;

import org.jspecify.annotations.NullMarked;
