/// Real edits in a folder that a server watches: in goes a history, whose commits are checked out
/// one after another; out comes whether the index is after each what a fresh one would be (I4),
/// whether the feed told it (I9), and whether searches find what is there and nothing that is gone
/// (I3). Everything is real but the model.
@NullMarked
package io.freshet.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
