package io.freshet.adapter.sqlite;

import io.freshet.contract.JournalDiscardContract;
import io.freshet.spi.Journal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteJournalDiscardTest extends JournalDiscardContract {
    @TempDir Path folder;

    @Override
    protected Journal open() {
        return SqliteJournal.open(folder.resolve("journal.db"));
    }
}
