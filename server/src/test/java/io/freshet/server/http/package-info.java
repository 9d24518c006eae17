/// The wire contract over HTTP, against a real server on a free port.
@NullMarked
package io.freshet.server.http;

import org.jspecify.annotations.NullMarked;
