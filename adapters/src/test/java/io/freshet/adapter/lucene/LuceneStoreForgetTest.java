package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Purge;
import io.freshet.RowKey;
import io.freshet.SearchSettings;
import io.freshet.Vector;
import io.freshet.spi.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an index leaves of rows that are forgotten: nothing in its files, also where nobody would
/// merge for so few.
final class LuceneStoreForgetTest {
    private static final int ROWS = 200;
    private static final String LONG_SECRET = "a secret that is too long for a term ".repeat(40);

    @TempDir Path folder;

    private Store open() {
        return LuceneStore.open(
                "lucene",
                folder.resolve("lucene"),
                new LuceneStore.Kept(8, SearchSettings.DEFAULT.keywords()),
                System::nanoTime);
    }

    private static Vector vector(int i) {
        float[] values = new float[8];
        values[i % 8] = 1;
        values[(i + 1) % 8] = i;
        return new Vector(values);
    }

    private static Store.Row row(int i) {
        var metadata = i == 7 ? Metadata.of(Map.of("note", LONG_SECRET)) : Metadata.NONE;
        return new Store.Row(
                new RowKey(new DocumentId("d" + i), "%064x".formatted(i)),
                "words of row " + i,
                vector(i),
                metadata);
    }

    private List<byte[]> secrets() {
        float[] unit = RowDocuments.unit(vector(7));
        ByteBuffer floats = ByteBuffer.allocate(8 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer().put(unit);
        return List.of(
                floats.array(),
                "a secret that is too long".getBytes(StandardCharsets.UTF_8),
                "d7".concat("\0").concat("%064x".formatted(7)).getBytes(StandardCharsets.UTF_8));
    }

    /// How many of them stand in some file.
    private int found() throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        int found = 0;
        for (byte[] secret : secrets()) {
            String text = new String(secret, StandardCharsets.ISO_8859_1);
            found += contents.stream().anyMatch(content -> content.contains(text)) ? 1 : 0;
        }
        return found;
    }

    @Test
    void oneRowAmongManyIsGoneFromEveryFile() throws IOException {
        try (Store store = open()) {
            List<Store.Row> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                rows.add(row(i));
            }
            store.write(List.of(), rows);
            store.publish("history", 1);
        }
        assertThat(found()).isEqualTo(3);
        Files.createDirectories(folder.resolve("lucene.damaged"));
        Files.write(folder.resolve("lucene.damaged/_0.vec"), secrets().getFirst());
        try (Store store = open()) {
            store.write(List.of(row(7).key()), List.of());
            store.publish("history", 2);
            store.forget(new Purge("", List.of(new DocumentId("d7")), Instant.EPOCH));
            assertThat(found()).isZero();
            assertThat(store.applied()).isEqualTo(new Store.Applied("history", 2, ROWS - 1));
        }
        assertThat(found()).isZero();
    }
}
