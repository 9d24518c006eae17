package io.freshet.sim;

import io.freshet.contract.LedgerSidesContract;
import io.freshet.spi.Ledger;

final class MemoryLedgerSidesTest extends LedgerSidesContract {
    private final MemoryLedgerState state = new MemoryLedgerState("h1");

    @Override
    protected Ledger open(String newHistory) {
        return new MemoryLedger(state);
    }
}
