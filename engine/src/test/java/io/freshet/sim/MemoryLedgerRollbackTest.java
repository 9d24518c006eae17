package io.freshet.sim;

import io.freshet.contract.LedgerRollbackContract;
import io.freshet.spi.Ledger;

final class MemoryLedgerRollbackTest extends LedgerRollbackContract {
    private final MemoryLedgerState state = new MemoryLedgerState("h1");

    @Override
    protected Ledger open(String newHistory) {
        return new MemoryLedger(state);
    }
}
