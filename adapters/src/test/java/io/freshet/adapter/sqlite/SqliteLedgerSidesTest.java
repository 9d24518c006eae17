package io.freshet.adapter.sqlite;

import io.freshet.contract.LedgerSidesContract;
import io.freshet.spi.Ledger;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLedgerSidesTest extends LedgerSidesContract {
    @TempDir Path folder;

    @Override
    protected Ledger open(String newHistory) {
        return SqliteLedger.open(folder.resolve("ledger.db"), newHistory);
    }
}
