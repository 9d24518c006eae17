/// Rerankers that are asked over HTTP, in the shape that most of them share: a query and texts in,
/// an index and a score for each out. Nothing of what comes back is believed.
@NullMarked
package io.freshet.adapter.rerank;

import org.jspecify.annotations.NullMarked;
