package io.freshet.sim;

import io.freshet.contract.JournalModelContract;
import io.freshet.spi.Journal;

final class MemoryJournalModelTest extends JournalModelContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
