package io.freshet.sim;

import io.freshet.contract.LedgerRemadeContract;
import io.freshet.spi.Ledger;
import java.util.Optional;

final class MemoryLedgerRemadeTest extends LedgerRemadeContract {
    private Optional<MemoryLedgerState> state = Optional.empty();

    @Override
    protected Ledger open(String newHistory, long version) {
        state = state.or(() -> Optional.of(new MemoryLedgerState(newHistory, version)));
        return new MemoryLedger(state.orElseThrow());
    }
}
