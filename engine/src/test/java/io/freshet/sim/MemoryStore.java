package io.freshet.sim;

import io.freshet.FreshetException.Unavailable;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Text;
import io.freshet.spi.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory: exact, small and slow. What was published lies on a [Disk] that outlives the
/// instance, so that a simulation can crash it and open it again as it was, or as it was earlier.
public final class MemoryStore implements Store {
    private final String name;
    private final Disk disk;
    private NavigableMap<RowKey, Row> writing;

    /// Opens what was published last; what an earlier instance wrote after that is gone, and that
    /// instance is closed.
    public MemoryStore(String name, Disk disk) {
        this.name = name;
        this.disk = disk;
        disk.owner = Optional.of(this);
        this.writing = new TreeMap<>(disk.last().rows());
    }

    /// What lasts: the states published most recently, the newest last.
    public static final class Disk {
        static final int STATES_MAX = 16;
        private final Deque<Published> states = new ArrayDeque<>();
        private volatile Published last = Published.NOTHING;
        private volatile Optional<MemoryStore> owner = Optional.empty();

        /// Forgets the newest states, as a crash does to what was published and not yet synced;
        /// more than are remembered leave an empty store.
        public void lose(int newest) {
            for (int i = 0; i < newest && !states.isEmpty(); i++) {
                states.removeLast();
            }
            last = states.isEmpty() ? Published.NOTHING : states.getLast();
            owner.ifPresent(store -> store.writing = new TreeMap<>(last.rows()));
        }

        /// How many states can be gone back to.
        public int states() {
            return states.size();
        }

        private Published last() {
            return last;
        }

        private void add(Published state) {
            states.addLast(state);
            if (states.size() > STATES_MAX) {
                states.removeFirst();
            }
            last = state;
        }
    }

    private record Published(String history, long version, NavigableMap<RowKey, Row> rows) {
        static final Published NOTHING = new Published("", 0, Collections.emptyNavigableMap());

        Applied applied() {
            return new Applied(history, version, rows.size());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Applied applied() {
        return open().applied();
    }

    @Override
    public void write(List<RowKey> removed, List<Row> written) {
        open();
        removed.forEach(writing::remove);
        written.forEach(row -> writing.put(row.key(), row));
    }

    @Override
    public void publish(String history, long version) {
        open();
        var rows = Collections.unmodifiableNavigableMap(new TreeMap<>(writing));
        disk.add(new Published(history, version, rows));
    }

    @Override
    public void reset() {
        open();
        writing = new TreeMap<>();
        disk.add(Published.NOTHING);
    }

    @Override
    public void forget(Purge purge) {
        var now = open();
        writing.keySet().removeIf(key -> purge.covers(key.document()));
        disk.states.clear();
        publish(now.history(), now.version());
    }

    @Override
    public Candidates search(Query query) {
        var state = open();
        var ranking = new MemoryRanking(query);
        var scope = query.scope().test();
        for (Row row : state.rows().values()) {
            boolean inScope = scope.test(row.key().document(), row.metadata());
            ranking.read(row.key(), row.text(), inScope);
            if (inScope) {
                ranking.compare(row.key(), row.vector());
            }
        }
        return ranking.candidates(state.version());
    }

    @Override
    public Ranking ranking(Query query) {
        return new MemoryRanking(query);
    }

    @Override
    public Held read(Optional<RowKey> after, int limit) {
        var state = open();
        var rest = after.map(key -> state.rows().tailMap(key, false)).orElse(state.rows());
        return new Held(
                state.applied(),
                rest.values().stream()
                        .limit(limit)
                        .map(row -> new HeldRow(row.key(), digest(row)))
                        .toList());
    }

    @Override
    public long digest(Row row) {
        String said =
                String.join(
                        "\0",
                        row.key().document().value(),
                        row.key().hash(),
                        row.text(),
                        Arrays.toString(row.vector().values()),
                        row.metadata().values().toString());
        return Long.parseUnsignedLong(Text.hash(said).substring(0, 16), 16);
    }

    @Override
    public void close() {
        if (isOpen()) {
            disk.owner = Optional.empty();
        }
    }

    private boolean isOpen() {
        return disk.owner.filter(store -> store == this).isPresent();
    }

    private Published open() {
        if (!isOpen()) {
            throw new Unavailable("store is closed; store=" + name, Duration.ZERO);
        }
        return disk.last();
    }
}
