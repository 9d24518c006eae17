/// Makes versions. Goes in: embedded batches. Comes out: what was committed, and what the journal
/// may drop (I2, I3).
@NullMarked
package io.freshet.commit;

import org.jspecify.annotations.NullMarked;
