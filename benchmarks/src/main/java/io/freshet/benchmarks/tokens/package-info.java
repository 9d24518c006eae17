/// What keeping an index in step with real edits costs in tokens: in goes a history, out come the
/// tokens that each way of doing it embeds. Pure but for the reading of the history; no model, no
/// index, no network.
@NullMarked
package io.freshet.benchmarks.tokens;

import org.jspecify.annotations.NullMarked;
