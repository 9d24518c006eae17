package io.freshet.adapter.sqlite;

import io.freshet.spi.Vectors;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Drops the vectors that nothing refers to. A raised generation tells what is put from now on;
/// what is found is noted in memory; what is retained is marked in a table, by the pages that it is
/// told in. What is none of these goes, a page a transaction.
///
/// One sweep at a time; [#found] is safe for any thread.
final class SweepWork {
    private static final int PAGE = 1000;
    static final String PAGE_OF_OLD =
            """
            SELECT v.rowid, v.space, v.hash,
                v.generation < s.generation
                    AND NOT EXISTS (SELECT 1 FROM marks m WHERE m.hash = v.hash)
            FROM vectors v JOIN spaces s ON s.id = v.space
            WHERE v.rowid > ? ORDER BY v.rowid LIMIT ?
            """;

    private final Database database;
    private volatile @Nullable Set<String> found;

    SweepWork(Database database) {
        this.database = database;
    }

    /// They are used: a sweep leaves them.
    void found(Collection<String> hashes) {
        Set<String> noted = found;
        if (noted != null) {
            noted.addAll(hashes);
        }
    }

    /// @return whether anything was dropped
    boolean sweep(Vectors.Retained retained) throws InterruptedException {
        Set<String> noted = ConcurrentHashMap.newKeySet();
        found = noted;
        try {
            database.write(SweepWork::begin);
            retained.tell(this::mark);
            mark(noted);
            return drop();
        } finally {
            found = null;
        }
    }

    private static int begin(Session session) throws SQLException {
        session.update("UPDATE sweep SET due = 1");
        session.update("DELETE FROM marks");
        return session.update("UPDATE spaces SET generation = generation + 1");
    }

    private void mark(Collection<String> hashes) {
        database.write(
                session -> {
                    int added = 0;
                    for (String hash : hashes) {
                        added +=
                                session.update(
                                        """
                                        INSERT INTO marks (hash) VALUES (?)
                                        ON CONFLICT (hash) DO NOTHING
                                        """,
                                        hash);
                    }
                    return added;
                });
    }

    private record Row(long id, long space, String hash, boolean isUnused) {}

    private boolean drop() {
        boolean any = false;
        long last = 0;
        List<Row> page;
        do {
            long after = last;
            page =
                    database.read(
                            session ->
                                    session.list(
                                            PAGE_OF_OLD,
                                            row ->
                                                    new Row(
                                                            row.getLong(1),
                                                            row.getLong(2),
                                                            row.getString(3),
                                                            row.getBoolean(4)),
                                            after,
                                            PAGE));
            List<Row> unused = new ArrayList<>(page);
            unused.removeIf(row -> !row.isUnused);
            if (!unused.isEmpty()) {
                any |= database.write(session -> drop(session, unused)) > 0;
            }
            last = page.isEmpty() ? last : page.getLast().id;
        } while (page.size() == PAGE);
        return any;
    }

    /// What was put or found since the page was read stays.
    private int drop(Session session, List<Row> unused) throws SQLException {
        Set<String> noted = found;
        int dropped = 0;
        for (Row row : unused) {
            if (noted != null && noted.contains(row.hash)) {
                continue;
            }
            int gone =
                    session.update(
                            """
                            DELETE FROM vectors WHERE rowid = ?
                                AND generation < (SELECT generation FROM spaces WHERE id = ?)
                            """,
                            row.id,
                            row.space);
            session.update("UPDATE spaces SET vectors = vectors - ? WHERE id = ?", gone, row.space);
            dropped += gone;
        }
        return dropped;
    }
}
