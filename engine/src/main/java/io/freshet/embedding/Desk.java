package io.freshet.embedding;

import io.freshet.Failure;
import io.freshet.spi.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What all collections of one embedding space share: which texts are being asked for right now, so
/// that none is asked for twice (I5), and whether the endpoint is to be left alone for a while.
/// Safe for any thread; its lock is never held across a call.
public final class Desk {
    private static final long BACKOFF_MS_MIN = 1_000;
    private static final long BACKOFF_MS_MAX = 60_000;

    private final Map<String, List<World>> inFlight = new TreeMap<>();
    private Instant closedUntil = Instant.EPOCH;
    private int failuresInARow;
    private String lastProblem = "";

    /// Takes a text on, or remembers that this collection wants to know when whoever has it is
    /// done.
    ///
    /// @return whether the caller is the one that asks
    synchronized boolean claim(String hash, World asker) {
        List<World> waiting = inFlight.get(hash);
        if (waiting == null) {
            inFlight.put(hash, new ArrayList<>());
            return true;
        }
        waiting.add(asker);
        return false;
    }

    /// The text is durable, or nobody asks for it any more. Whoever waited looks again.
    void release(String hash) {
        List<World> waiting;
        synchronized (this) {
            waiting = inFlight.remove(hash);
        }
        if (waiting != null) {
            waiting.forEach(world -> world.wakeAt(world.now()));
        }
    }

    synchronized boolean isInFlight(String hash) {
        return inFlight.containsKey(hash);
    }

    /// The endpoint answered.
    synchronized void answered() {
        failuresInARow = 0;
        closedUntil = Instant.EPOCH;
        lastProblem = "";
    }

    /// The endpoint's state is bad: nobody asks before it says so, or before a growing pause with
    /// jitter.
    synchronized void failed(Failure failure, World world) {
        Instant now = world.now();
        long pauseMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN << Math.min(failuresInARow, 10));
        long jitteredMs = pauseMs / 2 + world.chance().nextLong(pauseMs / 2 + 1);
        if (!now.isBefore(closedUntil)) {
            failuresInARow++;
        }
        lastProblem = failure.problem();
        Instant until =
                now.plusMillis(
                        failure.retryAfter()
                                .map(after -> after.toMillis() + jitteredMs / 10)
                                .orElse(jitteredMs));
        closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    }

    /// Until when the endpoint is left alone, and why; empty where it may be asked.
    synchronized Optional<Closed> closed(Instant now) {
        return now.isBefore(closedUntil)
                ? Optional.of(new Closed(closedUntil, lastProblem))
                : Optional.empty();
    }

    /// The endpoint is left alone.
    public record Closed(Instant until, String problem) {}

    /// The last failure of the endpoint since it last answered.
    public synchronized Optional<String> problem() {
        return lastProblem.isEmpty() ? Optional.empty() : Optional.of(lastProblem);
    }
}
