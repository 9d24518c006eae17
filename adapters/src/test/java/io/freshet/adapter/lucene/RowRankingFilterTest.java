package io.freshet.adapter.lucene;

import io.freshet.SearchSettings;
import io.freshet.contract.RankedStore;
import io.freshet.contract.StoreFilterContract;
import io.freshet.spi.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class RowRankingFilterTest extends StoreFilterContract {
    @TempDir Path directory;

    @Override
    protected Store open() {
        return new RankedStore(
                LuceneStore.open(
                        "lucene",
                        directory.resolve("index"),
                        new LuceneStore.Kept(8, SearchSettings.Keywords.DEFAULT),
                        () -> 0));
    }
}
