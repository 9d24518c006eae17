/// The other side of a collection that is migrated, or can go back: the ledger's documents go in,
/// cut and embedded as that side does it, and a second store comes out that lags by a moment. The
/// first store and its vectors are never touched (I7), and nothing is embedded twice (I5).
@NullMarked
package io.freshet.migration;

import org.jspecify.annotations.NullMarked;
