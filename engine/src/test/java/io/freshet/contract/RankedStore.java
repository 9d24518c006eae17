package io.freshet.contract;

import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.spi.Store;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A store whose searches hand all its rows to its own ranking, so that a contract of searching is
/// one of ranking too. Confined to one thread.
public final class RankedStore implements Store {
    private final Store store;
    private final TreeMap<RowKey, Row> rows = new TreeMap<>();

    public RankedStore(Store store) {
        this.store = store;
    }

    @Override
    public void write(List<RowKey> removed, List<Row> written) {
        removed.forEach(rows::remove);
        written.forEach(row -> rows.put(row.key(), row));
    }

    /// It ranks what the store itself need not hold.
    @Override
    public void publish(String history, long version) {
        store.publish(history, version);
    }

    @Override
    public Candidates search(Query query) {
        Ranking ranking = store.ranking(query);
        var scope = query.scope().test();
        do {
            for (Row row : rows.descendingMap().values()) {
                boolean inScope = scope.test(row.key().document(), row.metadata());
                ranking.read(row.key(), row.text(), inScope);
            }
        } while (ranking.readsAgain());
        if (query.vector().isPresent()) {
            rows.values().stream()
                    .filter(row -> scope.test(row.key().document(), row.metadata()))
                    .forEach(row -> ranking.compare(row.key(), row.vector()));
        }
        return ranking.candidates(applied().version());
    }

    @Override
    public Ranking ranking(Query query) {
        return store.ranking(query);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public Applied applied() {
        return store.applied();
    }

    @Override
    public void forget(Purge purge) {
        rows.keySet().removeIf(key -> purge.covers(key.document()));
        store.forget(purge);
    }

    @Override
    public void reset() {
        rows.clear();
        store.reset();
    }

    @Override
    public Held read(Optional<RowKey> after, int limit) {
        return store.read(after, limit);
    }

    @Override
    public long digest(Row row) {
        return store.digest(row);
    }

    @Override
    public void close() {
        store.close();
    }
}
