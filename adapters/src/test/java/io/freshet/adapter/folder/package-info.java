/// The folder source on real directories.
@NullMarked
package io.freshet.adapter.folder;

import org.jspecify.annotations.NullMarked;
