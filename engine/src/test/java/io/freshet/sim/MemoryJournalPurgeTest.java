package io.freshet.sim;

import io.freshet.contract.JournalPurgeContract;
import io.freshet.spi.Journal;

final class MemoryJournalPurgeTest extends JournalPurgeContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
