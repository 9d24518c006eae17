package io.freshet.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Vector;
import io.freshet.contract.VectorsContract;
import io.freshet.spi.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteVectorsTest extends VectorsContract {
    @TempDir Path folder;

    @Override
    protected Vectors open() {
        return SqliteVectors.open(folder.resolve("vectors.db"));
    }

    @Test
    @Tag("I6")
    void aDamagedVectorIsMissingAndTheNextPutReplacesIt() {
        var file = folder.resolve("damaged.db");
        var given =
                Map.of("a", new Vector(new float[] {1, 2}), "b", new Vector(new float[] {3, 4}));
        try (var vectors = SqliteVectors.open(file)) {
            vectors.put("space", given);
        }
        try (var database = Database.open(file, VectorsSchema.KIND)) {
            database.write(
                    session ->
                            session.update(
                                    "UPDATE vectors SET floats = x'0000803F00000041'"
                                            + " WHERE hash = 'a'"));
        }
        try (var vectors = SqliteVectors.open(file)) {
            assertThat(vectors.find("space", List.of("a", "b"))).containsOnlyKeys("b");
            vectors.put("space", given);
            assertThat(vectors.find("space", List.of("a", "b"))).isEqualTo(given);
            assertThat(vectors.count("space")).isEqualTo(2);
        }
    }
}
