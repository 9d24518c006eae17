/// The page: its files, its colours, and what a browser shows of it.
@NullMarked
package io.freshet.server.page;

import org.jspecify.annotations.NullMarked;
