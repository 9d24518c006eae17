package io.freshet.sim;

import io.freshet.contract.JournalSweepContract;
import io.freshet.spi.Journal;

final class MemoryJournalSweepTest extends JournalSweepContract {
    private final MemoryJournal.Disk disk = new MemoryJournal.Disk();

    @Override
    protected Journal open() {
        return new MemoryJournal(disk);
    }
}
