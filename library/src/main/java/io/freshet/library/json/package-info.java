/// JSON as it is read and written everywhere: strict, and bounded in depth and length.
@NullMarked
package io.freshet.library.json;

import org.jspecify.annotations.NullMarked;
