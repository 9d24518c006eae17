package io.freshet.source;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lets one call at a time into a source: where one hangs, nobody follows it in, and no more than
/// one thread is lost to it.
final class Door {
    private final World world;
    private final AtomicBoolean inside = new AtomicBoolean();

    Door(World world) {
        this.world = world;
    }

    <T> Ticket<T> fork(Duration deadline, Callable<T> call) {
        return world.fork(
                World.Lane.SOURCE,
                deadline,
                () -> {
                    if (!inside.compareAndSet(false, true)) {
                        throw new Unavailable("an earlier call has not come back", deadline);
                    }
                    try {
                        return call.call();
                    } finally {
                        inside.set(false);
                    }
                });
    }

    /// A call that nobody waits for any more has not come back.
    boolean isOccupied() {
        return inside.get();
    }
}
