/// A collection in lines of JSON: documents, chunks and vectors of one version out, and into
/// another collection without embedding them again. What comes in is checked from end to end before
/// any of it is taken.
@NullMarked
package io.freshet.library.export;

import org.jspecify.annotations.NullMarked;
