package io.freshet.source;

import io.freshet.spi.Source;
import io.freshet.spi.Source.Scope;
import io.freshet.spi.Ticket;
import java.time.Duration;

/// Lists a source, and counts the listings. It is watched before it is first listed, so that
/// nothing falls between. Confined to its shard.
final class Listings {
    private static final Duration LIST_MAX = Duration.ofMinutes(5);

    private final Source source;
    private final Door door;
    private final Hints hints;
    private volatile boolean isWatched;
    private long count;

    Listings(Source source, Door door, Hints hints) {
        this.source = source;
        this.door = door;
        this.hints = hints;
    }

    Ticket<Look> list(Scope scope) {
        long number = ++count;
        boolean watch = !isWatched;
        return door.fork(
                LIST_MAX,
                () -> {
                    if (watch) {
                        source.watch(hints::accept);
                        isWatched = true;
                    }
                    return Look.of(scope, source.list(scope), number);
                });
    }
}
