/// How well the product finds: judged questions over real documents, through the server's own
/// pipeline (chunker, model, index, fusion), at one setting after another.
@NullMarked
package io.freshet.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
