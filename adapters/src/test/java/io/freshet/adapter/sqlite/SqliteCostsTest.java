package io.freshet.adapter.sqlite;

import io.freshet.contract.CostsContract;
import io.freshet.spi.Costs;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCostsTest extends CostsContract {
    @TempDir Path folder;

    @Override
    protected Costs open() {
        return SqliteCosts.open(folder.resolve("cost.db"));
    }
}
