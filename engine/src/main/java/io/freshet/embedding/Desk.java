package io.freshet.embedding;

import io.freshet.spi.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What all collections of one embedding space share: which texts are being asked for right now, so
/// that none is asked for twice (I5), whatever account is asked. Safe for any thread; its lock is
/// never held across a call.
public final class Desk {
    private final Map<String, List<World>> inFlight = new TreeMap<>();
    private final Questions questions = new Questions();

    public Questions questions() {
        return questions;
    }

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
}
