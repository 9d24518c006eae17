/// How near the approximate search comes to the exact one, and how fast a whole search is beside
/// bare Lucene; and what a search of an older version costs, and the way back to one.
@NullMarked
package io.freshet.benchmarks.recall;

import org.jspecify.annotations.NullMarked;
