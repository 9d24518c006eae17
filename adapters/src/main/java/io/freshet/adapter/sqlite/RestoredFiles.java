package io.freshet.adapter.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The databases of a collection that comes from a backup, before anything opens them. Blocking.
public final class RestoredFiles {
    private static final String JOURNAL = "journal.db";
    private static final String LEDGER = "ledger.db";
    private static final String VECTORS = "vectors.db";

    private RestoredFiles() {}

    /// Gives them a history of their own: from here on they and what they were copied from go
    /// different ways, and who follows the one must not be told of the other.
    ///
    /// @param home that holds the journal and the ledger
    /// @throws io.freshet.FreshetException.Corrupt where one of them is damaged
    public static void adopt(Path home, String history) {
        try (Database ledger = Database.open(home.resolve(LEDGER), LedgerSchema.KIND)) {
            ledger.write(session -> session.update("UPDATE head SET history = ?", history));
        }
        try (Database journal = Database.open(home.resolve(JOURNAL), JournalSchema.KIND)) {
            journal.write(
                    session ->
                            session.update(
                                    "UPDATE counts SET history = ? WHERE history IS NOT NULL",
                                    history));
        }
    }

    /// Moves the vectors that came with a collection to those of all others.
    ///
    /// @param home that holds them
    /// @param into the file of all collections, made where there is none
    public static void moveVectors(Path home, Path into) {
        Path file = home.resolve(VECTORS);
        try (SqliteVectors all = SqliteVectors.open(into);
                SqliteVectors own = SqliteVectors.open(file)) {
            all.addAll(own);
        }
        try {
            Files.deleteIfExists(file);
            PageSums.drop(file);
        } catch (IOException e) {
            throw Failures.io(file, e);
        }
    }
}
