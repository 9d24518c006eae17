package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Ports that get into trouble, all of a kind at once. What is not told to misbehave is the real
/// fake. Confined to one thread.
final class FlakyPorts {
    private static final int ONE_IN = 3;
    private static final Set<String> WRITES =
            new TreeSet<>(
                    List.of(
                            "append",
                            "settle",
                            "postpone",
                            "park",
                            "commit",
                            "rollBack",
                            "keep",
                            "switchSides",
                            "put",
                            "write",
                            "publish",
                            "reset",
                            "prune",
                            "discardWaiting",
                            "purge",
                            "purged",
                            "forget",
                            "sweepLater",
                            "release"));

    private final SimChance chance;
    private final Map<Port, Trouble> troubles = new EnumMap<>(Port.class);
    private final List<PortProxy.Call> late = new ArrayList<>();
    private int crashIn;
    private boolean crashAfter;
    private Runnable meanwhile = () -> {};

    FlakyPorts(SimChance chance) {
        this.chance = chance;
    }

    enum Port {
        JOURNAL,
        LEDGER,
        VECTORS,
        STORE
    }

    /// What a port does. Those that do something and then fail are for [Port#VECTORS] and
    /// [Port#STORE] alone: the others' contracts say that nothing has happened.
    enum Trouble {
        /// Some writes fail: an fsync, say.
        FAILS,
        /// No write succeeds, and what is there can be read.
        DISK_FULL,
        /// No call succeeds.
        DOWN,
        /// Some writes are done, and fail.
        DOES_AND_FAILS,
        /// Some writes of a store are done by half, and fail.
        HALF,
        /// Some writes of a store fail, and are done later, when others have been done.
        LATE,
        /// A store does not remove what it is told to.
        KEEPS
    }

    /// The process dies here and now.
    static final class Crashed extends Error {
        private static final long serialVersionUID = 1L;

        Crashed() {
            super("crash", null, false, false);
        }
    }

    void trouble(Port port, Trouble how) {
        troubles.put(port, how);
    }

    void mend() {
        troubles.clear();
        crashIn = 0;
    }

    void crashAt(int writes, boolean after) {
        crashIn = writes;
        crashAfter = after;
    }

    /// What comes late never comes: its collection has stopped.
    void stopped() {
        late.clear();
    }

    /// Whether something that failed is still to be done.
    boolean isLate() {
        return !late.isEmpty();
    }

    /// What is under way never comes to be.
    void crashed() {
        late.clear();
        crashIn = 0;
    }

    /// Once, in the middle of the next reading of documents, all this happens.
    void meanwhile(Runnable what) {
        meanwhile = what;
    }

    Journal journal(Journal real) {
        return PortProxy.of(Journal.class, real, call -> around(Port.JOURNAL, call));
    }

    Ledger ledger(Ledger real) {
        return PortProxy.of(Ledger.class, real, call -> around(Port.LEDGER, call));
    }

    Vectors vectors(Vectors real) {
        return PortProxy.of(Vectors.class, real, call -> around(Port.VECTORS, call));
    }

    Store store(Store real) {
        return PortProxy.of(Store.class, real, call -> around(Port.STORE, call));
    }

    private Object around(Port port, PortProxy.Call call) throws Throwable {
        if (call.name().equals("documents")) {
            Runnable now = meanwhile;
            meanwhile = () -> {};
            now.run();
        }
        boolean writes = WRITES.contains(call.name());
        if (writes && crashIn > 0 && --crashIn == 0) {
            if (crashAfter) {
                call.proceed();
            }
            throw new Crashed();
        }
        Trouble trouble = troubles.get(port);
        if (port == Port.STORE) {
            doLate(writes);
        }
        if (trouble == Trouble.DOWN && !call.name().equals("name")) {
            throw new Unavailable("down", Duration.ofMillis(200));
        }
        return writes && trouble != null ? write(trouble, call) : call.proceed();
    }

    private Object write(Trouble trouble, PortProxy.Call call) throws Throwable {
        boolean now = chance.oneIn(ONE_IN);
        switch (trouble) {
            case FAILS -> failIf(now);
            case DISK_FULL -> failIf(true);
            case DOES_AND_FAILS -> {
                Object done = call.proceed();
                failIf(now);
                return done;
            }
            case HALF -> {
                if (now && call.name().equals("write")) {
                    call.proceed(half(call.list(0)), half(call.list(1)));
                }
                failIf(now);
            }
            case LATE -> {
                if (now && !call.name().equals("reset")) {
                    late.add(call);
                    failIf(true);
                }
            }
            case KEEPS -> {
                if (now && call.name().equals("write")) {
                    return call.proceed(List.of(), call.list(1));
                }
            }
            case DOWN -> failIf(true);
        }
        return call.proceed();
    }

    private static List<?> half(List<?> all) {
        return all.subList(0, all.size() / 2);
    }

    private static void failIf(boolean fails) {
        if (fails) {
            throw new Unavailable("disk full, or so", Duration.ofMillis(10));
        }
    }

    /// What comes late comes before the next write ends, whatever is written then: whoever tries
    /// again writes the same. If it fails nobody hears of it.
    private void doLate(boolean before) throws Throwable {
        if (!late.isEmpty() && (before || chance.nextBoolean())) {
            List<PortProxy.Call> due = List.copyOf(late);
            late.clear();
            for (PortProxy.Call call : due) {
                try {
                    call.proceed();
                } catch (Unavailable _) {
                    // Its store was closed meanwhile.
                }
            }
        }
    }
}
