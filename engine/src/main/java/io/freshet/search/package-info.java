/// Answers questions from a store's candidates and the ledger's documents, at one version (I3, I7).
@NullMarked
package io.freshet.search;

import org.jspecify.annotations.NullMarked;
