/// What embedding has cost, and whether more may be spent. Goes in: what requests took, budgets,
/// the day. Comes out: sums, and until when something has to wait. Pure: it sees values only.
@NullMarked
package io.freshet.cost;

import org.jspecify.annotations.NullMarked;
