package io.freshet.adapter.lucene;

import io.freshet.SearchSettings;
import io.freshet.contract.StoreReadContract;
import io.freshet.spi.Store;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

final class LuceneStoreReadTest extends StoreReadContract {
    @TempDir Path directory;

    @Override
    protected Store open() {
        return LuceneStore.open(
                "lucene",
                directory.resolve("index"),
                new LuceneStore.Kept(8, SearchSettings.Keywords.DEFAULT),
                () -> 0);
    }
}
