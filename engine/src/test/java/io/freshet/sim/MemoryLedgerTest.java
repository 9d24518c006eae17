package io.freshet.sim;

import io.freshet.contract.LedgerContract;
import io.freshet.spi.Ledger;

final class MemoryLedgerTest extends LedgerContract {
    private final MemoryLedgerState state = new MemoryLedgerState("h1");

    @Override
    protected Ledger open(String newHistory) {
        return new MemoryLedger(state);
    }
}
