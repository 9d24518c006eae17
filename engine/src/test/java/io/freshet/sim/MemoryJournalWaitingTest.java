package io.freshet.sim;

import io.freshet.contract.JournalWaitingContract;
import io.freshet.spi.Journal;

final class MemoryJournalWaitingTest extends JournalWaitingContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
