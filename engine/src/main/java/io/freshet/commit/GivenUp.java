package io.freshet.commit;

import io.freshet.spi.Journal;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;

/// Says in the log what was given up: a line for each document, but never more than ten a minute,
/// and then how many went without one. Confined to its shard.
final class GivenUp {
    private static final System.Logger LOG = System.getLogger(GivenUp.class.getName());
    private static final int LINES_MAX = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final World world;
    private Instant windowEnd = Instant.EPOCH;
    private int lines;
    private long unsaid;

    GivenUp(World world) {
        this.world = world;
    }

    void say(Journal.Parking parking) {
        Instant now = world.now();
        if (!now.isBefore(windowEnd)) {
            long silent = unsaid;
            if (silent > 0) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "more dead letters than were logged count=" + silent);
            }
            windowEnd = now.plus(WINDOW);
            lines = 0;
            unsaid = 0;
        }
        if (lines == LINES_MAX) {
            unsaid++;
            return;
        }
        lines++;
        LOG.log(
                System.Logger.Level.WARNING,
                () ->
                        "dead letter document="
                                + parking.document()
                                + " sequence="
                                + parking.sequence()
                                + " attempts="
                                + parking.attempts()
                                + parking.passage().map(where -> " place=" + where).orElse("")
                                + " problem="
                                + parking.problem());
    }
}
