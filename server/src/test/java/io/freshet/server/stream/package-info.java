/// The change feed over real sockets: a server on a free port, ordinary clients, a ledger whose
/// content is computed.
@NullMarked
package io.freshet.server.stream;

import org.jspecify.annotations.NullMarked;
