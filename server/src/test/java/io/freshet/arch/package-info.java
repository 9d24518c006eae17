/// The rule that keeps the choice of adapters in one place.
@NullMarked
package io.freshet.arch;

import org.jspecify.annotations.NullMarked;
