package io.freshet.sim;

import io.freshet.contract.JournalContract;
import io.freshet.spi.Journal;

final class MemoryJournalTest extends JournalContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
