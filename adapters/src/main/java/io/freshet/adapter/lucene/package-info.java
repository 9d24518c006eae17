/// The embedded store: a Lucene index for each collection. Rows come in and are published as
/// versions; candidate keys with scores go out, all of one version (I3). A damaged index is set
/// aside and begun anew, since the ledger can fill it.
@NullMarked
package io.freshet.adapter.lucene;

import org.jspecify.annotations.NullMarked;
