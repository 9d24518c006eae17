package io.freshet.adapter.sqlite;

import io.freshet.contract.LedgerRemadeContract;
import io.freshet.spi.Ledger;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLedgerRemadeTest extends LedgerRemadeContract {
    @TempDir Path folder;

    @Override
    protected Ledger open(String newHistory, long version) {
        return SqliteLedger.open(folder.resolve("ledger.db"), newHistory, version);
    }
}
