package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.Priority;
import io.freshet.spi.Journal.Ready;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads a page of the rows that may be taken. Each priority has its own order in the index, by
/// `since`; the page is merged from the beginnings of the three, so that its cost does not depend
/// on how much waits.
record ReadyWork(Ready query) implements Database.Work<List<JournalRow>> {
    static final String CANDIDATES =
            """
            SELECT sequence, since, bytes, document FROM entries
            WHERE place = 2 AND held = 0 AND priority = ? AND since <= ? AND not_before <= ?
            ORDER BY since, sequence LIMIT ?
            """;
    private static final Duration STEP = Duration.ofHours(1);

    /// @param due when it is taken, among those of other priorities
    private record Candidate(Instant due, long sequence, long bytes) {}

    @Override
    public List<JournalRow> in(Session session) throws SQLException {
        List<Candidate> candidates = new ArrayList<>();
        for (Priority priority : Priority.values()) {
            if (priority.compareTo(query.atLeast()) >= 0) {
                candidates.addAll(candidates(session, priority));
            }
        }
        candidates.sort(
                Comparator.comparing(Candidate::due).thenComparingLong(Candidate::sequence));
        List<JournalRow> page = new ArrayList<>();
        long left = query.bytesMax();
        for (Candidate candidate : candidates) {
            left -= candidate.bytes();
            if (page.size() == query.limit() || (left < 0 && !page.isEmpty())) {
                break;
            }
            page.add(row(session, candidate));
        }
        return page;
    }

    private List<Candidate> candidates(Session session, Priority priority) throws SQLException {
        int number = JournalRow.number(priority);
        Duration earlier = STEP.multipliedBy(number);
        List<Candidate> found = new ArrayList<>();
        session.list(
                CANDIDATES,
                row -> {
                    boolean isFree = !query.inWork().contains(new DocumentId(row.getString(4)));
                    Instant due = Times.of(row.getLong(2)).minus(earlier);
                    return isFree && found.add(new Candidate(due, row.getLong(1), row.getLong(3)));
                },
                number,
                priority == Priority.NORMAL ? Times.nanos(query.since()) : Long.MAX_VALUE,
                Times.nanos(query.now()),
                (long) query.limit() + query.inWork().size());
        return found;
    }

    private static JournalRow row(Session session, Candidate candidate) throws SQLException {
        return session.first(
                        JournalRow.SELECT + "WHERE e.sequence = ?",
                        JournalRow::read,
                        candidate.sequence())
                .orElseThrow();
    }
}
