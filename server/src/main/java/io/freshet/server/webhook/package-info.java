/// Webhooks: subscribers that do not come, but are called. Goes in: a collection's feed from a
/// place that is kept on disk. Comes out: signed POSTs, in order and at least once (I9), to
/// addresses that are not the machine's own network. A receiver that fails holds up nobody but
/// itself.
@NullMarked
package io.freshet.server.webhook;

import org.jspecify.annotations.NullMarked;
