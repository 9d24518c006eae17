package io.freshet.sim;

import io.freshet.contract.JournalDiscardContract;
import io.freshet.spi.Journal;

final class MemoryJournalDiscardTest extends JournalDiscardContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
