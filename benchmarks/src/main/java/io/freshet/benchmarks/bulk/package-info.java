/// Loads in bulk: in goes a number of documents, as one stream of events; out comes how long it
/// takes, how searches fare meanwhile, and how much memory a server with a small heap needs for it.
@NullMarked
package io.freshet.benchmarks.bulk;

import org.jspecify.annotations.NullMarked;
