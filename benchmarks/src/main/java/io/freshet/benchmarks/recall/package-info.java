/// How near the approximate search comes to the exact one, and how fast a whole search is beside
/// bare Lucene.
@NullMarked
package io.freshet.benchmarks.recall;

import org.jspecify.annotations.NullMarked;
