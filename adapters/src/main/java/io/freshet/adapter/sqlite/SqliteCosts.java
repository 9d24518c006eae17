package io.freshet.adapter.sqlite;

import io.freshet.CollectionName;
import io.freshet.Cost;
import io.freshet.CostEntry;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Money;
import io.freshet.SparedEntry;
import io.freshet.SpentFor;
import io.freshet.spi.Costs;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What embedding took, in one SQLite file, whose tables are in [CostsSchema]. Safe for any thread;
/// writes go one after the other. Blocking and native: call it on platform threads.
public final class SqliteCosts implements Costs {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteCosts.class);
    private static final LocalDate FIRST_DAY = LocalDate.of(0, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final String ADD =
            """
            INSERT INTO costs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (day, collection, cause, model, endpoint) DO UPDATE SET
                requests = requests + excluded.requests,
                texts = texts + excluded.texts,
                tokens = tokens + excluded.tokens,
                estimated = estimated + excluded.estimated,
                unpriced = unpriced + excluded.unpriced,
                picos = picos + excluded.picos,
                failed_requests = failed_requests + excluded.failed_requests,
                failed_texts = failed_texts + excluded.failed_texts,
                failed_tokens = failed_tokens + excluded.failed_tokens
            """;
    private static final String COLUMNS =
            """
            day, collection, cause, model, endpoint, requests, texts, tokens, estimated, unpriced,
            picos, failed_requests, failed_texts, failed_tokens
            """;

    private final Database database;

    private SqliteCosts(Database database) {
        this.database = database;
    }

    /// Opens the record in a file, made where there is none. A damaged one is set aside as
    /// `….damaged` and begun anew: nothing is searched for in it, and no collection has to wait.
    public static SqliteCosts open(Path file) {
        return new SqliteCosts(database(file));
    }

    private static Database database(Path file) {
        try {
            return opened(file);
        } catch (Corrupt e) {
            if (!Failures.isDamage(e)) {
                throw e;
            }
            LOG.error(
                    "record of costs is damaged: set aside, and begun anew, so that budgets begin"
                            + " anew file={}",
                    file,
                    e);
            Replacement.setAside(file);
            return opened(file);
        }
    }

    /// What was in flight when the process ended may have been paid for.
    private static Database opened(Path file) {
        Database database = Database.open(file, CostsSchema.KIND);
        database.write(
                session -> {
                    for (CostEntry entry :
                            session.list("SELECT " + COLUMNS + " FROM asking", SqliteCosts::cost)) {
                        session.update(ADD, values(entry));
                    }
                    return session.update("DELETE FROM asking");
                });
        return database;
    }

    private static @Nullable Object[] values(CostEntry entry) {
        CostEntry.Kind kind = entry.kind();
        Cost cost = entry.cost();
        return new Object[] {
            kind.day().toString(),
            kind.collection().value(),
            kind.cause().word(),
            kind.model(),
            kind.endpoint(),
            cost.requests(),
            cost.texts(),
            cost.tokens(),
            cost.estimated(),
            cost.unpriced(),
            cost.money().picos(),
            cost.failed().requests(),
            cost.failed().texts(),
            cost.failed().tokens()
        };
    }

    private static CostEntry cost(ResultSet row) throws SQLException {
        return new CostEntry(
                new CostEntry.Kind(
                        LocalDate.parse(row.getString(1)),
                        new CollectionName(row.getString(2)),
                        SpentFor.named(row.getString(3)),
                        row.getString(4),
                        row.getString(5)),
                new Cost(
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        Money.ofPicos(row.getLong(11)),
                        new Cost.Failed(row.getLong(12), row.getLong(13), row.getLong(14))));
    }

    @Override
    public long asking(CostEntry expected) {
        return database.write(
                session -> {
                    session.update(
                            "INSERT INTO asking ("
                                    + COLUMNS
                                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            values(expected));
                    return session.number("SELECT last_insert_rowid()");
                });
    }

    @Override
    public void counted(long asked, CostEntry took) {
        database.write(
                session -> {
                    boolean isNoted = session.update("DELETE FROM asking WHERE id = ?", asked) > 0;
                    return isNoted ? session.update(ADD, values(took)) : 0;
                });
    }

    @Override
    public void add(Collection<CostEntry> costs, Collection<SparedEntry> spared) {
        database.write(
                session -> {
                    for (CostEntry entry : costs) {
                        session.update(ADD, values(entry));
                    }
                    for (SparedEntry entry : spared) {
                        add(session, entry);
                    }
                    return costs.size();
                });
    }

    private static void add(Session session, SparedEntry entry) throws SQLException {
        session.update(
                """
                INSERT INTO spared VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (day, collection, reason) DO UPDATE SET
                    count = count + excluded.count,
                    tokens = tokens + excluded.tokens
                """,
                entry.kind().day().toString(),
                entry.kind().collection().value(),
                entry.kind().reason().word(),
                entry.count(),
                entry.tokens());
    }

    @Override
    public List<CostEntry> costs(LocalDate first, LocalDate last) {
        Map<CostEntry.Kind, Cost> all = new TreeMap<>();
        database.read(
                        session ->
                                session.list(
                                        """
                                        SELECT * FROM costs WHERE day BETWEEN ?1 AND ?2
                                        UNION ALL
                                        SELECT %s FROM asking WHERE day BETWEEN ?1 AND ?2
                                        """
                                                .formatted(COLUMNS),
                                        SqliteCosts::cost,
                                        text(first),
                                        text(last)))
                .forEach(entry -> all.merge(entry.kind(), entry.cost(), Cost::plus));
        return all.entrySet().stream()
                .map(entry -> new CostEntry(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public List<SparedEntry> spared(LocalDate first, LocalDate last) {
        return database
                .read(
                        session ->
                                session.list(
                                        "SELECT * FROM spared WHERE day BETWEEN ? AND ?",
                                        row ->
                                                new SparedEntry(
                                                        new SparedEntry.Kind(
                                                                LocalDate.parse(row.getString(1)),
                                                                new CollectionName(
                                                                        row.getString(2)),
                                                                SparedEntry.Reason.named(
                                                                        row.getString(3))),
                                                        row.getLong(4),
                                                        row.getLong(5)),
                                        text(first),
                                        text(last)))
                .stream()
                .sorted(Comparator.comparing(SparedEntry::kind))
                .toList();
    }

    /// Days are compared as text, which goes by time as long as years have four digits.
    private static String text(LocalDate day) {
        LocalDate notBefore = day.isBefore(FIRST_DAY) ? FIRST_DAY : day;
        return (notBefore.isAfter(LAST_DAY) ? LAST_DAY : notBefore).toString();
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
