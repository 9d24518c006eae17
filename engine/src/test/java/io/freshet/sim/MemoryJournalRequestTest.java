package io.freshet.sim;

import io.freshet.contract.JournalRequestContract;
import io.freshet.spi.Journal;

final class MemoryJournalRequestTest extends JournalRequestContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
