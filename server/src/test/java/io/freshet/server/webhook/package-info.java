/// Webhooks against receivers on real sockets.
@NullMarked
package io.freshet.server.webhook;

import org.jspecify.annotations.NullMarked;
