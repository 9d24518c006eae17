package io.freshet.sim;

import io.freshet.contract.JournalSourceContract;
import io.freshet.spi.Journal;

final class MemoryJournalSourceTest extends JournalSourceContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
