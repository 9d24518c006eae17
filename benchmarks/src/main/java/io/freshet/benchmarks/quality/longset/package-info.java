/// The retrieval set over long documents: real documentation whose own structure tells which
/// section answers a question. In go two histories, out come the documents as they are searched and
/// the questions with the section that each asks for.
@NullMarked
package io.freshet.benchmarks.quality.longset;

import org.jspecify.annotations.NullMarked;
