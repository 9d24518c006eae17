/// The command line. Goes in: arguments. Comes out: text for people or one JSON value for programs,
/// and an exit code: 0 done, 1 failed, 2 wrong use. All but `serve` and `config` are clients of the
/// HTTP API.
@NullMarked
package io.freshet.server.cli;

import org.jspecify.annotations.NullMarked;
