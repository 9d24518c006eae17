package io.freshet.sim;

import io.freshet.contract.LedgerHistoryContract;
import io.freshet.spi.Ledger;

final class MemoryLedgerHistoryTest extends LedgerHistoryContract {
    private final MemoryLedgerState state = new MemoryLedgerState("h1");

    @Override
    protected Ledger open(String newHistory) {
        return new MemoryLedger(state);
    }
}
