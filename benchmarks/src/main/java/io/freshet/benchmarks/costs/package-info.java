/// Whether the report of costs is, to the token, what a model was asked for while the histories of
/// real documentation were indexed. Goes in: commits. Comes out: both sums.
@NullMarked
package io.freshet.benchmarks.costs;

import org.jspecify.annotations.NullMarked;
