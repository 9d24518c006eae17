package io.freshet.adapter.lucene;

import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchSettings;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Store;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Rows and questions for the tests of the Lucene store.
final class TestRows {
    private TestRows() {}

    static LuceneStore open(Path directory, int dimensions) {
        return LuceneStore.open(
                "lucene",
                directory,
                new LuceneStore.Kept(dimensions, SearchSettings.Keywords.DEFAULT),
                () -> 0);
    }

    static Row row(int number, int dimensions) {
        String text = "row number" + number + " of the test";
        return new Row(
                new RowKey(new DocumentId("doc" + number), Text.hash(text)),
                text,
                vector(new Random(number), dimensions),
                Metadata.of(Map.of("number", number)));
    }

    static List<Row> rows(int count, int dimensions) {
        return IntStream.range(0, count).mapToObj(i -> row(i, dimensions)).toList();
    }

    static Vector vector(RandomGenerator chance, int dimensions) {
        float[] values = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            values[i] = (float) chance.nextGaussian();
        }
        return new Vector(values);
    }

    static Query near(Vector vector, Scope scope, int limit, boolean exact) {
        return new Query(Optional.empty(), Optional.of(vector), scope, limit, exact);
    }

    static void publish(Store store, long version, List<Row> rows) {
        store.write(List.of(), rows);
        store.publish("h", version);
    }
}
