package io.freshet.sim;

import io.freshet.contract.JournalDeadContract;
import io.freshet.spi.Journal;

final class MemoryJournalDeadTest extends JournalDeadContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
