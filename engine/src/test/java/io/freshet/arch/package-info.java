/// The rules that hold the parts apart and the code readable: who may depend on whom, how long, how
/// wide.
@NullMarked
package io.freshet.arch;

import org.jspecify.annotations.NullMarked;
