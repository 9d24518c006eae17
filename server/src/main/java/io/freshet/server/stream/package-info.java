/// The change feed on the wire: WebSocket, server-sent events and JSON pages, all rendered alike.
/// Goes in: what clients ask for. Comes out: announcements, in order and each once (I9). A slow
/// reader blocks its own thread and nothing else; nothing is queued for it (I8).
@NullMarked
package io.freshet.server.stream;

import org.jspecify.annotations.NullMarked;
