/// A backup of a running server: one file out, and back into a data directory. What goes in is the
/// engine's copies of collections; what comes out is checked against the digests in its manifest.
@NullMarked
package io.freshet.server.backup;

import org.jspecify.annotations.NullMarked;
