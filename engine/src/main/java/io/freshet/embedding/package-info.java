/// Fills in vectors. Goes in: planned batches. Comes out: the same with every added chunk's vector
/// durable, or the document's failure (I5, I6).
@NullMarked
package io.freshet.embedding;

import org.jspecify.annotations.NullMarked;
