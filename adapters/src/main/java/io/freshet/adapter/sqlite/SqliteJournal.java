package io.freshet.adapter.sqlite;

import io.freshet.Admission;
import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Pending;
import io.freshet.Purge;
import io.freshet.Scope;
import io.freshet.Settlement;
import io.freshet.SourceItem;
import io.freshet.Submission;
import io.freshet.Withheld;
import io.freshet.spi.Journal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A journal in one SQLite file: its tables are in [JournalSchema]. A call that changes something
/// is one transaction of the writing connection, all submissions of an `append` share one sync, and
/// nothing that is asked often goes through what waits. Safe for any thread; blocking and native:
/// call it on platform threads.
public final class SqliteJournal implements Journal {
    /// What is asked often.
    static final String DUE =
            """
            SELECT 1 FROM entries
            WHERE place > 0 AND not_before > 0 AND held = 1
                AND not_before <= ?
            LIMIT 1
            """;

    static final String RETRY =
            """
            SELECT not_before FROM entries
            WHERE place > 0 AND not_before > 0 AND held = ? AND not_before > ?
            ORDER BY not_before LIMIT 1
            """;

    private final Path file;
    private final Database database;

    private SqliteJournal(Path file, Database database) {
        this.file = file;
        this.database = database;
    }

    /// Opens the journal in a file, made where there is none.
    public static SqliteJournal open(Path file) {
        Database database = Database.open(file, JournalSchema.KIND);
        database.write(WaitingRows::undefer);
        return new SqliteJournal(file, database);
    }

    @Override
    public List<Admission> append(
            List<Submission> submissions, Instant now, Predicate<DocumentId> committed) {
        AdmitWork.Terms terms = new AdmitWork.Terms(file, now, committed);
        return database.write(
                session -> {
                    JournalCounts counts = JournalCounts.read(session);
                    List<Admission> answers = new ArrayList<>();
                    for (Submission submission : submissions) {
                        JournalCounts before = counts.copy();
                        Admission answer =
                                admit(new AdmitWork(session, counts, terms), session, submission);
                        answers.add(answer);
                        if (answer instanceof Admission.Rejected) {
                            counts = before;
                        }
                    }
                    counts.write(session);
                    return answers;
                });
    }

    private static Admission admit(AdmitWork work, Session session, Submission submission)
            throws SQLException {
        if (!AdmitWork.mayFail(submission)) {
            return work.admit(submission);
        }
        session.script("SAVEPOINT submission");
        Admission answer = work.admit(submission);
        if (answer instanceof Admission.Rejected) {
            session.script("ROLLBACK TO submission");
        }
        session.script("RELEASE submission");
        return answer;
    }

    @Override
    public List<Pending> ready(Ready query) {
        release(query.now());
        return pending(database.read(new ReadyWork(query)));
    }

    /// Rows whose time has come stand among the others from now on.
    private void release(Instant now) {
        long time = Times.nanos(now);
        boolean isDue =
                database.read(
                        session -> session.first(DUE, row -> row.getLong(1), time).isPresent());
        if (isDue) {
            database.write(
                    session ->
                            session.update(
                                    """
                                    UPDATE entries SET held = 0
                                    WHERE place > 0 AND not_before > 0 AND held = 1
                                        AND not_before <= ?
                                    """,
                                    time));
        }
    }

    private List<Pending> pending(List<JournalRow> rows) {
        return rows.stream().map(row -> row.pending(file)).toList();
    }

    @Override
    public List<Pending> group(long group) {
        return pending(
                database.read(
                        session ->
                                session.list(
                                        JournalRow.SELECT
                                                + """
                                                WHERE e.group_sequence = ? AND e.group_sequence > 0
                                                    AND e.place > 0
                                                ORDER BY e.sequence
                                                """,
                                        JournalRow::read,
                                        group)));
    }

    @Override
    public List<Expected> expected(String prefix, Optional<DocumentId> after, int limit) {
        return database.read(session -> WaitingRows.expected(session, prefix, after, limit));
    }

    @Override
    public List<Long> waiting(DocumentId document) {
        return database.read(
                session ->
                        session.list(
                                """
                                SELECT sequence FROM entries WHERE document = ? AND place > 0
                                ORDER BY sequence
                                """,
                                row -> row.getLong(1),
                                document.value()));
    }

    @Override
    public Optional<Instant> nextRetry(Instant now) {
        long time = Times.nanos(now);
        return database.read(
                session ->
                        Stream.of(nextRetry(session, 0, time), nextRetry(session, 1, time))
                                .flatMap(Optional::stream)
                                .min(Comparator.naturalOrder()));
    }

    private static Optional<Instant> nextRetry(Session session, int held, long time)
            throws SQLException {
        return session.first(RETRY, row -> Times.of(row.getLong(1)), held, time);
    }

    @Override
    public void settle(List<Settlement> settlements, String history, long version) {
        database.write(
                session -> {
                    JournalCounts counts = JournalCounts.read(session);
                    WaitingRows rows = new WaitingRows(session, counts, file);
                    for (Settlement settlement : settlements) {
                        rows.settle(settlement.document(), settlement.sequence());
                    }
                    counts.write(session);
                    return session.update(
                            "UPDATE counts SET history = ?, version = ?", history, version);
                });
    }

    @Override
    public Optional<Trimmed> trimmed() {
        return database.read(
                session ->
                        session.first(
                                """
                                SELECT history, version FROM counts WHERE history IS NOT NULL
                                """,
                                row -> new Trimmed(row.getString(1), row.getLong(2))));
    }

    @Override
    public void postpone(List<Postponement> postponements) {
        database.write(
                session -> {
                    int rows = 0;
                    for (Postponement postponement : postponements) {
                        rows += WaitingRows.postpone(session, postponement);
                    }
                    return rows;
                });
    }

    @Override
    public List<DocumentId> park(List<Parking> parkings) {
        return withDead(
                dead -> {
                    List<DocumentId> parked = new ArrayList<>();
                    for (Parking parking : parkings) {
                        if (dead.park(parking)) {
                            parked.add(parking.document());
                        }
                    }
                    return parked;
                });
    }

    @Override
    public List<DeadLetter> deadLetters(Optional<DocumentId> after, int limit) {
        return database.read(session -> DeadRows.page(session, after, limit));
    }

    @Override
    public Optional<DeadLetter> deadLetter(DocumentId document) {
        return database.read(session -> DeadRows.one(session, document));
    }

    @Override
    public List<DocumentId> retry(Collection<DocumentId> documents, Instant now) {
        return withDead(dead -> dead.retry(documents, now));
    }

    @Override
    public List<DocumentId> discard(Collection<DocumentId> documents) {
        return withDead(dead -> dead.discard(documents));
    }

    @Override
    public Discarded discardWaiting(Scope scope) {
        return database.write(
                session -> {
                    JournalCounts counts = JournalCounts.read(session);
                    WaitingRows waiting = new WaitingRows(session, counts, file);
                    Discarded done = new DiscardedRows(session, counts, waiting).discard(scope);
                    counts.write(session);
                    return done;
                });
    }

    @Override
    public long waitingDocuments(Scope scope) {
        return database.read(
                session -> new ScopePages(scope, DiscardedRows.WAITING).count(session));
    }

    /// A move of dead letters.
    private interface Move {
        List<DocumentId> in(DeadRows dead) throws SQLException;
    }

    private List<DocumentId> withDead(Move move) {
        return database.write(
                session -> {
                    JournalCounts counts = JournalCounts.read(session);
                    List<DocumentId> moved = move.in(new DeadRows(session, counts, file));
                    counts.write(session);
                    return moved;
                });
    }

    @Override
    public List<Unsettled> unsettled(long requestSequence) {
        return database.read(session -> UnsettledRows.of(session, requestSequence));
    }

    @Override
    public Status status() {
        return database.read(
                session ->
                        JournalCounts.read(session)
                                .status(
                                        StatusRows.oldestSince(session),
                                        StatusRows.failing(session)));
    }

    @Override
    public List<SourceItem> items(String source, Optional<DocumentId> after, int limit) {
        return database.read(session -> new SourceItems(session).page(source, after, limit));
    }

    @Override
    public List<Withheld> withheld(Optional<DocumentId> after, int limit) {
        return database.read(session -> WithheldRows.page(session, after, limit));
    }

    @Override
    public List<DocumentId> release(Collection<DocumentId> documents, Instant now) {
        return database.write(
                session -> {
                    JournalCounts counts = JournalCounts.read(session);
                    WithheldRows rows = new WithheldRows(session, counts);
                    List<DocumentId> released = rows.release(documents, now, file);
                    counts.write(session);
                    return released;
                });
    }

    @Override
    public List<DocumentId> purgeable(Purge purge, Optional<DocumentId> after, int limit) {
        ScopePages scope = new ScopePages(purge.scope(), PurgeRows.KEPT);
        return database.read(session -> scope.page(session, after, limit));
    }

    @Override
    public void purge(Purge purge) {
        database.write(session -> new PurgeRows(session).purge(purge));
        database.renew();
    }

    @Override
    public Optional<Purge> purging() {
        return database.read(session -> new PurgeRows(session).noted());
    }

    @Override
    public void purged() {
        database.write(session -> session.update("DELETE FROM purges"));
    }

    @Override
    public void forgetEventIds(Instant before) {
        database.write(
                session ->
                        session.update(
                                "DELETE FROM event_ids WHERE accepted < ?", Times.nanos(before)));
    }

    @Override
    public void copyTo(Path target) {
        database.copyTo(target);
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
