/// Decides what is worked on next. Goes in: the waiting set, a page at a time. Comes out: batches.
/// Owns nothing that a restart must rebuild (I8).
@NullMarked
package io.freshet.scheduler;

import org.jspecify.annotations.NullMarked;
