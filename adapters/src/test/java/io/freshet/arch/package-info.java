/// The rules that hold the adapters apart from each other and from the steps.
@NullMarked
package io.freshet.arch;

import org.jspecify.annotations.NullMarked;
