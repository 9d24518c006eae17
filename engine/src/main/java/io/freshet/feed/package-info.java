/// Announced versions, for live and resuming subscribers. Goes in: a version that became
/// searchable. Comes out: its changes in order, without gap or repeat, read from the ledger (I9).
@NullMarked
package io.freshet.feed;

import org.jspecify.annotations.NullMarked;
