/// What `/metrics` shows. Goes in: finished requests, and the shards' own status when somebody
/// asks. Comes out: Prometheus' text format.
@NullMarked
package io.freshet.server.metrics;

import org.jspecify.annotations.NullMarked;
