package io.freshet.adapter.sqlite;

import io.freshet.spi.Journal.Failing;
import io.freshet.spi.Journal.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The one row of `counts` while a transaction moves it. Confined to the transaction.
final class JournalCounts {
    long sequence;
    long accepted;
    long applied;
    long superseded;
    long ignored;
    long waiting;
    long dead;
    long withheld;
    long discarded;
    long waitingDocuments;
    long waitingBytes;

    static JournalCounts read(Session session) throws SQLException {
        return session.first(
                        """
                        SELECT sequence, accepted, applied, superseded, ignored,
                            waiting, waiting_documents, waiting_bytes, withheld, dead,
                            discarded
                        FROM counts
                        """,
                        JournalCounts::of)
                .orElseThrow();
    }

    private static JournalCounts of(ResultSet row) throws SQLException {
        JournalCounts counts = new JournalCounts();
        counts.sequence = row.getLong(1);
        counts.accepted = row.getLong(2);
        counts.applied = row.getLong(3);
        counts.superseded = row.getLong(4);
        counts.ignored = row.getLong(5);
        counts.waiting = row.getLong(6);
        counts.waitingDocuments = row.getLong(7);
        counts.waitingBytes = row.getLong(8);
        counts.withheld = row.getLong(9);
        counts.dead = row.getLong(10);
        counts.discarded = row.getLong(11);
        return counts;
    }

    void write(Session session) throws SQLException {
        session.update(
                """
                UPDATE counts SET sequence = ?, accepted = ?, applied = ?, superseded = ?,
                    ignored = ?, waiting = ?, waiting_documents = ?, waiting_bytes = ?, withheld = ?,
                    dead = ?, discarded = ?
                """,
                sequence,
                accepted,
                applied,
                superseded,
                ignored,
                waiting,
                waitingDocuments,
                waitingBytes,
                withheld,
                dead,
                discarded);
    }

    JournalCounts copy() {
        JournalCounts copy = new JournalCounts();
        copy.sequence = sequence;
        copy.accepted = accepted;
        copy.applied = applied;
        copy.superseded = superseded;
        copy.ignored = ignored;
        copy.waiting = waiting;
        copy.waitingDocuments = waitingDocuments;
        copy.waitingBytes = waitingBytes;
        copy.withheld = withheld;
        copy.dead = dead;
        copy.discarded = discarded;
        return copy;
    }

    Status status(Optional<Instant> oldestSince, List<Failing> failing) {
        return new Status(
                sequence,
                accepted,
                applied,
                superseded,
                ignored,
                waiting,
                dead,
                withheld,
                discarded,
                waitingDocuments,
                waitingBytes,
                oldestSince,
                failing);
    }
}
