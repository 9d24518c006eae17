/// Brings stores to the ledger's head. Goes in: the head's version. Comes out: the version that
/// each store shows (I3, I4).
@NullMarked
package io.freshet.projector;

import org.jspecify.annotations.NullMarked;
