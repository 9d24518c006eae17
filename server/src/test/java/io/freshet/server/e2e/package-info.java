/// The product as its users meet it: each test starts `./freshet serve` as a process of its own and
/// knows nothing but the wire contract, the files in the data directory, and what a rebuild from
/// scratch would give. Runs after the jars are packed.
@NullMarked
package io.freshet.server.e2e;

import org.jspecify.annotations.NullMarked;
