package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Corrupt;
import io.freshet.Vector;
import io.freshet.spi.Vectors;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The vectors of all collections in one SQLite file, whose tables are in [VectorsSchema]. Safe for
/// any thread; writes go one after the other. Blocking and native: call it on platform threads.
public final class SqliteVectors implements Vectors {
    static final String SPACE = "SELECT id, generation FROM spaces WHERE fingerprint = ?";
    static final String FIND = "SELECT floats, crc FROM vectors WHERE space = ? AND hash = ?";
    static final String ADD =
            """
            INSERT INTO vectors (space, hash, generation, crc, floats) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (space, hash) DO NOTHING
            """;
    static final String REPLACE =
            """
            UPDATE vectors SET generation = ?, crc = ?, floats = ? WHERE space = ? AND hash = ?
            """;

    static final String USE =
            "UPDATE vectors SET generation = ? WHERE space = ? AND hash = ? AND generation < ?";

    static final String PAGE =
            """
            SELECT hash FROM vectors
            WHERE space = (SELECT id FROM spaces WHERE fingerprint = ?) AND hash > ?
            ORDER BY hash LIMIT 500
            """;

    private static final int BATCH_MAX = 500;
    private static final Logger LOG = LoggerFactory.getLogger(SqliteVectors.class);

    private final Path file;
    private final Database database;
    private final SweepWork sweep;

    private SqliteVectors(Path file, Database database) {
        this.file = file;
        this.database = database;
        this.sweep = new SweepWork(database);
    }

    /// Opens the vectors in a file, made where there is none. A damaged one is set aside as
    /// `….damaged` and begun anew: every vector in it can be had again, and no collection has to
    /// wait for that.
    public static SqliteVectors open(Path file) {
        try {
            return new SqliteVectors(file, Database.open(file, VectorsSchema.KIND));
        } catch (Corrupt e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            LOG.error("vectors are damaged: set aside, and begun anew file={}", file, e);
            Replacement.setAside(file);
            return new SqliteVectors(file, Database.open(file, VectorsSchema.KIND));
        }
    }

    private record Space(long id, long generation) {}

    private static Optional<Space> space(Session session, String fingerprint) throws SQLException {
        return session.first(SPACE, row -> new Space(row.getLong(1), row.getLong(2)), fingerprint);
    }

    @Override
    public Map<String, Vector> find(String space, Collection<String> hashes) {
        Map<String, Vector> found = new LinkedHashMap<>();
        List<String> asked = List.copyOf(hashes);
        for (int i = 0; i < asked.size(); i += BATCH_MAX) {
            List<String> batch = asked.subList(i, Math.min(asked.size(), i + BATCH_MAX));
            database.read(session -> stored(session, space, batch))
                    .forEach((hash, bytes) -> add(found, hash, bytes));
        }
        sweep.found(found.keySet());
        return found;
    }

    private static Map<String, VectorBytes> stored(
            Session session, String fingerprint, List<String> hashes) throws SQLException {
        Map<String, VectorBytes> stored = new LinkedHashMap<>();
        Optional<Space> space = space(session, fingerprint);
        if (space.isPresent()) {
            for (String hash : hashes) {
                stored(session, space.get(), hash).ifPresent(bytes -> stored.put(hash, bytes));
            }
        }
        return stored;
    }

    private static Optional<VectorBytes> stored(Session session, Space space, String hash)
            throws SQLException {
        return session.first(
                FIND, row -> new VectorBytes(row.getBytes(1), row.getLong(2)), space.id, hash);
    }

    private void add(Map<String, Vector> found, String hash, VectorBytes bytes) {
        Optional<Vector> vector = bytes.vector();
        if (vector.isPresent()) {
            found.put(hash, vector.get());
            return;
        }
        LOG.warn("stored vector fails its check and counts as missing file={} hash={}", file, hash);
    }

    @Override
    public void put(String space, Map<String, Vector> vectors) {
        Map<String, VectorBytes> rows = new LinkedHashMap<>();
        vectors.forEach((hash, vector) -> rows.put(hash, VectorBytes.of(vector)));
        if (!rows.isEmpty()) {
            int added = database.write(session -> put(session, space, rows));
            LOG.debug("vectors stored added={} given={}", added, rows.size());
        }
    }

    private static int put(Session session, String fingerprint, Map<String, VectorBytes> rows)
            throws SQLException {
        session.update(
                """
                INSERT INTO spaces (fingerprint, vectors, generation) VALUES (?, 0, 0)
                ON CONFLICT (fingerprint) DO NOTHING
                """,
                fingerprint);
        Space space = space(session, fingerprint).orElseThrow();
        int added = 0;
        for (Map.Entry<String, VectorBytes> row : rows.entrySet()) {
            added += put(session, space, row.getKey(), row.getValue());
        }
        session.update("UPDATE spaces SET vectors = vectors + ? WHERE id = ?", added, space.id);
        return added;
    }

    /// @return the number of rows added: one that is damaged or of another width is replaced
    private static int put(Session session, Space space, String hash, VectorBytes bytes)
            throws SQLException {
        int added =
                session.update(ADD, space.id, hash, space.generation, bytes.crc(), bytes.floats());
        boolean isGood =
                added > 0
                        || stored(session, space, hash)
                                .filter(old -> old.floats().length == bytes.floats().length)
                                .flatMap(VectorBytes::vector)
                                .isPresent();
        if (added == 0 && isGood) {
            session.update(USE, space.generation, space.id, hash, space.generation);
        }
        if (!isGood) {
            session.update(REPLACE, space.generation, bytes.crc(), bytes.floats(), space.id, hash);
        }
        return added;
    }

    @Override
    public void sweepLater() {
        database.write(session -> session.update("UPDATE sweep SET due = 1"));
    }

    @Override
    public boolean isSweepDue() {
        return database.read(session -> session.number("SELECT due FROM sweep")) > 0;
    }

    /// What was set aside as damaged goes, too.
    @Override
    public void sweep(Retained retained) throws InterruptedException {
        boolean isDue = isSweepDue();
        if (sweep.sweep(retained) || isDue) {
            database.renew();
        }
        Replacement.dropAside(file);
        database.write(
                session -> {
                    session.update("DELETE FROM marks");
                    return session.update("UPDATE sweep SET due = 0");
                });
    }

    @Override
    public void copyTo(Path target, Retained told) throws InterruptedException {
        try (SqliteVectors copy = open(target)) {
            List<String> spaces = spaces();
            told.tell(hashes -> spaces.forEach(space -> copy.put(space, find(space, hashes))));
        }
        PageSums.drop(target);
    }

    private List<String> spaces() {
        return database.read(
                session ->
                        session.list(
                                "SELECT fingerprint FROM spaces ORDER BY id",
                                row -> row.getString(1)));
    }

    /// Adds all that others hold.
    public void addAll(SqliteVectors others) {
        for (String space : others.spaces()) {
            String last = "";
            List<String> page;
            do {
                String after = last;
                page =
                        others.database.read(
                                session -> session.list(PAGE, r -> r.getString(1), space, after));
                put(space, others.find(space, page));
                last = page.isEmpty() ? last : page.getLast();
            } while (!page.isEmpty());
        }
    }

    @Override
    public long count(String space) {
        return database.read(
                session ->
                        session.first(
                                        "SELECT vectors FROM spaces WHERE fingerprint = ?",
                                        row -> row.getLong(1),
                                        space)
                                .orElse(0L));
    }

    @Override
    public Optional<String> problem() {
        return database.problem();
    }

    @Override
    public void close() {
        database.close();
    }
}
