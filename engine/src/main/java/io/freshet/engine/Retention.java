package io.freshet.engine;

import io.freshet.CollectionSettings;
import io.freshet.Version;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ticket;
import io.freshet.spi.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Drops, a little at a time, what no retained version needs, and `event_id`s older than their
/// window. Confined to its shard.
final class Retention {
    private static final System.Logger LOG = System.getLogger(Retention.class.getName());
    private static final Duration EVERY_MAX = Duration.ofMinutes(1);
    private static final Duration EVERY_MIN = Duration.ofSeconds(1);
    private static final int ROWS = 1000;

    private final World world;
    private final Journal journal;
    private final Ledger ledger;
    private final CollectionSettings settings;
    private final LongSupplier announced;
    private final Duration every;
    private final ConcurrentSkipListMap<Long, Integer> held = new ConcurrentSkipListMap<>();
    private volatile long bytes;
    private Instant next;
    private @Nullable Ticket<Boolean> pruning;
    private @Nullable Ticket<Boolean> forgetting;

    /// @param announced neither this version nor a newer one is dropped: the one that searches see,
    ///   or an older one that the other side of a migration is at
    Retention(World world, Ports ports, CollectionSettings settings, LongSupplier announced) {
        this.world = world;
        this.journal = ports.journal();
        this.ledger = ports.ledger();
        this.settings = settings;
        this.announced = announced;
        this.every = every(settings.retention().age());
        this.next = world.now().plus(every);
    }

    /// Each minute, and oftener where versions are kept for less than that.
    private static Duration every(Duration age) {
        Duration atMost = age.compareTo(EVERY_MAX) < 0 ? age : EVERY_MAX;
        return atMost.compareTo(EVERY_MIN) > 0 ? atMost : EVERY_MIN;
    }

    boolean step() {
        if (pruning != null) {
            return pruning.isDone() && pruned(pruning);
        }
        if (world.now().isBefore(next)) {
            return false;
        }
        Instant now = world.now();
        pruning = world.fork(World.Lane.LEDGER, World.UNBOUNDED, () -> prune(now));
        if (forgetting == null || forgetting.isDone()) {
            forgetting = world.fork(World.Lane.JOURNAL, World.UNBOUNDED, () -> forget(now));
        }
        return true;
    }

    /// On the journal's lane, one at a time however long it hangs.
    private boolean forget(Instant now) {
        journal.forgetEventIds(now.minus(settings.eventIdWindow()));
        return true;
    }

    private boolean pruned(Ticket<Boolean> done) {
        pruning = null;
        boolean more = false;
        try {
            more = done.result();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "retention is tried again", e.getCause());
        }
        next = world.now().plus(more ? EVERY_MIN : every);
        world.wakeAt(next);
        return true;
    }

    /// On the ledger's lane. Also where no version has become too old: what lost its tag goes.
    private boolean prune(Instant now) {
        Ledger.Measured measured = ledger.measure(settings.retention().bytes());
        bytes = measured.bytes();
        Ledger.Head head = ledger.head();
        long last = announced.getAsLong() - 1;
        long oldest = Math.max(byAge(now, head, last), Math.min(measured.within(), last));
        var first = held.firstEntry();
        oldest = first == null ? oldest : Math.min(oldest, first.getKey());
        return ledger.prune(Math.max(oldest, head.oldest()), ROWS);
    }

    /// From now on it is spared. On the ledger's lane, as pruning is; as often as it is called,
    /// [#letGo] must be.
    void hold(long version) {
        held.merge(version, 1, Integer::sum);
    }

    /// Any thread.
    void letGo(long version) {
        held.computeIfPresent(version, (_, times) -> times == 1 ? null : times - 1);
    }

    /// A version goes once it is older than both number and age say.
    private long byAge(Instant now, Ledger.Head head, long last) {
        long byCount = Math.min(head.version() - settings.retention().versions(), last);
        return byCount <= head.oldest()
                ? head.oldest()
                : newestBefore(now.minus(settings.retention().age()), head.oldest(), byCount);
    }

    /// What versions kept beyond the newest when it was last looked at. Any thread.
    long bytes() {
        return bytes;
    }

    /// The newest version that was made before then, from `from` to `to`; `from` where there is
    /// none. Their times rise with their numbers; where a clock was set back, what is dropped is
    /// older than it must be.
    private long newestBefore(Instant then, long from, long to) {
        long below = from;
        long above = to + 1;
        while (above - below > 1) {
            long middle = below + (above - below) / 2;
            List<Version> found = ledger.versions(middle + 1, 1);
            if (!found.isEmpty() && found.getFirst().timestamp().isBefore(then)) {
                below = middle;
            } else {
                above = middle;
            }
        }
        return below;
    }
}
