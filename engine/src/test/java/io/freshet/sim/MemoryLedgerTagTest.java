package io.freshet.sim;

import io.freshet.contract.LedgerTagContract;
import io.freshet.spi.Ledger;

final class MemoryLedgerTagTest extends LedgerTagContract {
    private final MemoryLedgerState state = new MemoryLedgerState("h1");

    @Override
    protected Ledger open(String newHistory) {
        return new MemoryLedger(state);
    }
}
