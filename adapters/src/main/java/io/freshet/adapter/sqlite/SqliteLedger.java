package io.freshet.adapter.sqlite;

import io.freshet.Announcement;
import io.freshet.Base;
import io.freshet.ChangeSet;
import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.FreshetException.Corrupt;
import io.freshet.Outline;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.Sides;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.spi.Ledger;
import io.freshet.spi.Vectors;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// A ledger in one SQLite file: its tables are in [LedgerSchema]. A commit is one transaction of
/// the writing connection; reads run beside it, each page in a transaction of its own, and nothing
/// that is asked often goes through all rows. Blocking and native: call it on platform threads.
public final class SqliteLedger implements Ledger {
    private final Path file;
    private final Database database;
    private final Documents documents;

    private SqliteLedger(Path file, Database database) {
        this.file = file;
        this.database = database;
        this.documents = new Documents(database, file);
    }

    /// Opens the ledger in a file, made where there is none.
    ///
    /// @param newHistory the id that a ledger takes when it is made
    public static SqliteLedger open(Path file, String newHistory) {
        return open(file, newHistory, 0);
    }

    /// As [#open(Path, String)]; a ledger that is made goes on from a version that others of its
    /// name had reached.
    public static SqliteLedger open(Path file, String newHistory, long version) {
        Database database = Database.open(file, LedgerSchema.KIND);
        try {
            if (database.read(session -> session.number("SELECT COUNT(*) FROM head")) == 0) {
                database.write(session -> create(session, newHistory, version));
            }
            return new SqliteLedger(file, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static boolean create(Session session, String history, long version)
            throws SQLException {
        HeadRow.create(session, history, version);
        return true;
    }

    @Override
    public Head head() {
        return headRow().head();
    }

    private HeadRow headRow() {
        return database.read(HeadRow::read);
    }

    @Override
    public List<Base> bases(List<DocumentId> of) {
        return documents.bases(of);
    }

    @Override
    public Commit commit(ChangeSet changes) {
        return database.write(new CommitWork(changes));
    }

    @Override
    public RolledBack rollBack(Rollback rollback, Optional<Recut> recut) {
        return database.write(new RollbackWork(rollback, recut));
    }

    @Override
    public Optional<Sides> sides() {
        return database.read(SideRows::read);
    }

    @Override
    public void keep(Sides sides) {
        var _ = database.write(session -> SideRows.write(session, sides));
    }

    @Override
    public Switched switchSides(Switch how) {
        try {
            return database.write(new SwitchWork(how));
        } catch (SwitchWork.DiffersException e) {
            return new Switched.Differs(e.chunks);
        }
    }

    @Override
    public List<DocumentId> purgeable(Purge purge, Optional<DocumentId> after, int limit) {
        ScopePages scope = new ScopePages(purge.scope(), PurgeWork.TELLING);
        return database.read(session -> scope.page(session, after, limit));
    }

    @Override
    public Optional<Version> purge(Purge purge) {
        Optional<Version> made = database.write(new PurgeWork(purge));
        database.renew();
        return made;
    }

    @Override
    public List<RowKey> retained(Optional<RowKey> after, int limit) {
        return database.read(
                session ->
                        session.list(
                                PurgeWork.RETAINED,
                                row ->
                                        new RowKey(
                                                new DocumentId(row.getString(1)), row.getString(2)),
                                after.map(key -> key.document().value()).orElse(""),
                                after.map(RowKey::hash).orElse(""),
                                Math.min(limit, LedgerSchema.PAGE_ROWS_MAX)));
    }

    @Override
    public Delta delta(long from, long to, Optional<RowKey> after, int limit) {
        return database.read(new DeltaWork(from, to, after, limit));
    }

    @Override
    public Map<DocumentId, Committed> documents(Collection<DocumentId> of, long version) {
        return documents.at(of, version);
    }

    @Override
    public List<Committed> list(
            String prefix, Optional<DocumentId> after, int limit, long version) {
        return documents.list(prefix, after, limit, version);
    }

    @Override
    public List<Outline> outlines(
            String prefix, Optional<DocumentId> after, int limit, long version) {
        return documents.outlines(prefix, after, limit, version);
    }

    @Override
    public List<Version> versions(long before, int limit) {
        return paged(
                limit,
                (last, rows) -> {
                    long below = last.map(Version::number).orElse(before);
                    return database.read(session -> VersionRow.below(session, below, rows));
                });
    }

    @Override
    public List<Announcement.DocumentChanged> history(DocumentId document, long before, int limit) {
        return paged(
                limit,
                (last, rows) -> {
                    long below = last.map(change -> change.position().version()).orElse(before);
                    return database.read(
                            session -> FeedWork.ofDocument(session, document, below, rows));
                });
    }

    @Override
    public List<DocumentId> touched(long from, long to, Optional<DocumentId> after, int limit) {
        int rows = Math.min(limit, LedgerSchema.PAGE_ROWS_MAX);
        return database
                .read(session -> new Touched(from, to).page(session, "", after, rows))
                .stream()
                .map(DocumentId::new)
                .toList();
    }

    @Override
    public List<Announcement> changes(Position since, long upTo, int limit) {
        return paged(
                limit,
                (last, rows) -> {
                    Position from = last.map(Announcement::position).orElse(since);
                    return database.read(new FeedWork(from, upTo, rows));
                });
    }

    /// Reads one page behind the last entry of the one before.
    private interface Page<T> {
        List<T> behind(Optional<T> last, int rows);
    }

    private <T> List<T> paged(int limit, Page<T> page) {
        List<T> all = new ArrayList<>();
        try {
            while (all.size() < limit) {
                int rows = Math.min(LedgerSchema.PAGE_ROWS_MAX, limit - all.size());
                Optional<T> last = all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
                List<T> read = page.behind(last, rows);
                all.addAll(read);
                if (read.size() < rows) {
                    break;
                }
            }
            return all;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new Corrupt("row is damaged; file=" + file + " table=documents or versions", e);
        }
    }

    @Override
    public long oldestAnnounced() {
        return database.read(
                session -> {
                    HeadRow head = HeadRow.read(session);
                    long first = session.number(VersionRow.FIRST, head.oldest());
                    return first == 0 ? head.version() + 1 : first;
                });
    }

    @Override
    public long settled(DocumentId document) {
        return database.read(session -> SettledRow.read(session, document).sequence());
    }

    @Override
    public long settledSequence() {
        return headRow().settledSequence();
    }

    @Override
    public boolean prune(long oldest, int rows) {
        return database.write(new PruneWork(oldest, rows));
    }

    @Override
    public SortedMap<TagName, Long> tags() {
        return database.read(TagRows::all);
    }

    @Override
    public Tagged tag(TagName name, long version) {
        return database.write(session -> TagRows.put(session, name, version));
    }

    @Override
    public boolean untag(TagName name) {
        return database.write(session -> TagRows.remove(session, name));
    }

    @Override
    public Measured measure(long bytesMax) {
        while (database.write(MeasureWork::measureSome)) {}
        return database.read(session -> MeasureWork.within(session, bytesMax));
    }

    @Override
    public Vectors.Retained copyTo(Path target) {
        database.copyTo(target);
        return mark -> LedgerFile.tell(target, mark);
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
