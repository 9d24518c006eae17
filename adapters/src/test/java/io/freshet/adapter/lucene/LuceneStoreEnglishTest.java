package io.freshet.adapter.lucene;

import io.freshet.SearchSettings.Analysis;
import io.freshet.SearchSettings.Keywords;
import io.freshet.contract.StoreSearchContract;
import io.freshet.spi.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// A language's analysis keeps what every store promises.
final class LuceneStoreEnglishTest extends StoreSearchContract {
    @TempDir Path directory;

    @Override
    protected Store open() {
        return LuceneStore.open(
                "lucene",
                directory.resolve("index"),
                new LuceneStore.Kept(8, new Keywords(Analysis.ENGLISH, 1.2, 0.75)),
                () -> 0);
    }
}
