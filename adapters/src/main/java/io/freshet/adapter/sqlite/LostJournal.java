package io.freshet.adapter.sqlite;

import io.freshet.FreshetException.Corrupt;
import io.freshet.FreshetException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins a journal anew where the old one is lost and its ledger is not, once an operator has
/// accepted what is lost with it: what was accepted and not searchable yet.
///
/// He says so by an empty file `journal.lost` beside the ledger. Then the new journal gives numbers
/// above all that the lost one can have given, and takes each document's highest source version
/// from the ledger (I2). Blocking; for a collection of which nothing is open.
public final class LostJournal {
    private static final Logger LOG = LoggerFactory.getLogger(LostJournal.class);

    /// More than ever waited: nobody knows which numbers above the settled ones were given.
    static final long SEQUENCES_SKIPPED = 10_000_000;

    private static final int PAGE = 1000;

    private LostJournal() {}

    private record Floor(String document, long sourceVersion) {}

    /// Does nothing where it was not asked for.
    ///
    /// @param home the collection's directory
    /// @throws Corrupt where there is a journal that holds something
    public static void accept(Path home) {
        Path asked = home.resolve("journal.lost");
        if (!Files.exists(asked)) {
            return;
        }
        Path ledger = home.resolve("ledger.db");
        if (!Files.exists(ledger)) {
            throw new Corrupt("there is no ledger to begin a journal from; file=" + ledger);
        }
        try (Database journal = Database.open(home.resolve("journal.db"), JournalSchema.KIND)) {
            begin(home.resolve("journal.db"), journal, ledger);
            Files.delete(asked);
        } catch (IOException e) {
            throw new Unavailable("file cannot be removed; file=" + asked, e);
        }
    }

    private static void begin(Path file, Database journal, Path ledger) {
        long given = journal.read(LostJournal::sequence);
        try (Session session = new Connections(ledger, LedgerSchema.KIND).reader()) {
            HeadRow head = HeadRow.read(session);
            if (given > head.settledSequence()) {
                return;
            }
            if (given > 0) {
                throw new Corrupt(
                        "this journal is not lost but older than its ledger: move it away first;"
                                + " file="
                                + file);
            }
            journal.write(to -> copy(session, head, to));
            LOG.warn("lost journal begun anew file={} version={}", file, head.version());
        } catch (SQLException e) {
            throw Failures.of(ledger, e);
        }
    }

    private static long sequence(Session session) throws SQLException {
        return session.number("SELECT sequence FROM counts");
    }

    private static int copy(Session ledger, HeadRow head, Session journal) throws SQLException {
        String last = "";
        List<Floor> page;
        do {
            page =
                    ledger.list(
                            """
                            SELECT document, source_version FROM settled
                            WHERE document > ? AND source_version IS NOT NULL
                            ORDER BY document LIMIT ?
                            """,
                            row -> new Floor(row.getString(1), row.getLong(2)),
                            last,
                            PAGE);
            for (Floor floor : page) {
                journal.update(
                        "INSERT INTO floors (document, source_version) VALUES (?, ?)",
                        floor.document,
                        floor.sourceVersion);
                last = floor.document;
            }
        } while (page.size() == PAGE);
        return journal.update(
                "UPDATE counts SET sequence = ?, history = ?, version = ?",
                head.settledSequence() + SEQUENCES_SKIPPED,
                head.history(),
                head.version());
    }
}
