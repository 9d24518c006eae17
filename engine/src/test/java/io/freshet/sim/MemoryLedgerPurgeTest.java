package io.freshet.sim;

import io.freshet.contract.LedgerPurgeContract;
import io.freshet.spi.Ledger;

final class MemoryLedgerPurgeTest extends LedgerPurgeContract {
    private final MemoryLedgerState state = new MemoryLedgerState("h1");

    @Override
    protected Ledger open(String newHistory) {
        return new MemoryLedger(state);
    }
}
