/// The HTTP side of the wire contract. Goes in: requests, whose paths are matched byte for byte and
/// whose bodies are bounded. Comes out: calls of the engine's shards, and their answers as JSON or
/// as problems; never a stack trace.
@NullMarked
package io.freshet.server.http;

import org.jspecify.annotations.NullMarked;
