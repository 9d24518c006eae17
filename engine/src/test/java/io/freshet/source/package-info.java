/// How a source is followed: what is read, and when.
@NullMarked
package io.freshet.source;

import org.jspecify.annotations.NullMarked;
