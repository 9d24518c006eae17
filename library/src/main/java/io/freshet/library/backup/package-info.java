/// A backup of what is running: one file out, and back into a data directory. What goes in is the
/// engine's copies of collections; what comes out is checked against the digests in its manifest.
@NullMarked
package io.freshet.library.backup;

import org.jspecify.annotations.NullMarked;
