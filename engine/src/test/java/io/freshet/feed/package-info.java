/// The change feed, read at any speed.
@NullMarked
package io.freshet.feed;

import org.jspecify.annotations.NullMarked;
