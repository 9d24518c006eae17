package io.freshet.source;

import io.freshet.spi.Source.Scope;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a source says that something may have changed, until somebody looks. They are gathered for
/// a moment, so that both halves of a rename are looked at together. Bounded: more than 1,000
/// places are everywhere (I8). Safe for any thread.
final class Hints {
    static final int PREFIXES_MAX = 1000;
    private static final Duration GATHER = Duration.ofMillis(20);

    private final World world;
    private final Set<String> prefixes = new LinkedHashSet<>();
    private Instant readyAt = Instant.MAX;

    Hints(World world) {
        this.world = world;
    }

    void accept(Scope scope) {
        Instant ready = world.now().plus(GATHER);
        synchronized (this) {
            prefixes.addAll(scope.prefixes());
            if (prefixes.size() > PREFIXES_MAX || prefixes.contains("")) {
                prefixes.clear();
                prefixes.add("");
            }
            if (!readyAt.equals(Instant.MAX)) {
                return;
            }
            readyAt = ready;
        }
        world.wakeAt(ready);
    }

    synchronized boolean areThere() {
        return !prefixes.isEmpty();
    }

    /// What was gathered, once it is time to look.
    synchronized Optional<Scope> take(Instant now) {
        if (prefixes.isEmpty() || now.isBefore(readyAt)) {
            return Optional.empty();
        }
        List<String> taken = new ArrayList<>(prefixes);
        prefixes.clear();
        readyAt = Instant.MAX;
        return Optional.of(new Scope(taken));
    }

    synchronized Instant readyAt() {
        return readyAt;
    }

    /// Of these prefixes, or everything where they are too many.
    static Scope bounded(Scope scope) {
        return scope.prefixes().size() > PREFIXES_MAX ? Scope.ALL : scope;
    }
}
