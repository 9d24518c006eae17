/// The simulated world: fakes of the ports that pass the ports' contracts, and what drives them.
@NullMarked
package io.freshet.sim;

import org.jspecify.annotations.NullMarked;
