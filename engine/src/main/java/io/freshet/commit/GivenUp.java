package io.freshet.commit;

import io.freshet.spi.Journal;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the log says of what was given up: a line for each document, but never more than ten a
/// minute, and then how many went without one. Confined to its shard.
final class GivenUp {
    private static final int LINES_MAX = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final World world;
    private Instant windowEnd = Instant.EPOCH;
    private int lines;
    private long unsaid;

    GivenUp(World world) {
        this.world = world;
    }

    List<String> lines(Journal.Parking parking) {
        List<String> said = new ArrayList<>();
        Instant now = world.now();
        if (!now.isBefore(windowEnd)) {
            if (unsaid > 0) {
                said.add("more dead letters than were logged count=" + unsaid);
            }
            windowEnd = now.plus(WINDOW);
            lines = 0;
            unsaid = 0;
        }
        if (lines == LINES_MAX) {
            unsaid++;
            return said;
        }
        lines++;
        said.add(
                "dead letter document="
                        + parking.document()
                        + " sequence="
                        + parking.sequence()
                        + " attempts="
                        + parking.attempts()
                        + parking.passage().map(where -> " place=" + where).orElse("")
                        + " problem="
                        + parking.problem());
        return said;
    }
}
