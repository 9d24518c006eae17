package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Store.Candidates;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an exact search finds follows from the rows, not from what the index went through.
final class LuceneStoreExactTest {
    private static final int DIMENSIONS = 37;
    private static final List<String> WORDS =
            List.of("river", "bank", "ford", "mill", "ferry", "weir", "lock", "spring", "delta");
    private static final Scope EVEN =
            new Scope(new Filter.In("even", List.of(true)), "", List.of());

    @TempDir Path directory;

    private final Random chance = new Random(20260);
    private final TreeMap<RowKey, Row> rows = new TreeMap<>();

    @Test
    void anIndexThatWentThroughEditsAnswersAsOneThatIsBuiltAnew() {
        try (var edited = TestRows.open(directory.resolve("edited"), DIMENSIONS);
                var anew = TestRows.open(directory.resolve("anew"), DIMENSIONS)) {
            for (int version = 1; version <= 60; version++) {
                edit(edited, version);
            }
            TestRows.publish(anew, 1, List.copyOf(rows.values()));

            boolean isOtherwiseOther = false;
            for (int i = 0; i < 100; i++) {
                var asked = TestRows.vector(chance, DIMENSIONS);
                String words = words(1 + i % 4);
                for (Scope scope : List.of(Scope.ALL, EVEN)) {
                    var expected = anew.search(both(words, asked, scope, true));
                    assertThat(expected.byKeyword()).isNotEmpty();
                    assertSame(edited.search(both(words, asked, scope, true)), expected);
                }
                isOtherwiseOther |=
                        !edited.search(both(words, asked, Scope.ALL, false))
                                .byKeyword()
                                .equals(
                                        anew.search(both(words, asked, Scope.ALL, false))
                                                .byKeyword());
            }
            assertThat(isOtherwiseOther).as("an index that counts removed rows").isTrue();
        }
    }

    /// Equal doubles, not only close ones.
    private static void assertSame(Candidates found, Candidates expected) {
        assertThat(found.byVector()).isEqualTo(expected.byVector());
        assertThat(found.byKeyword()).isEqualTo(expected.byKeyword());
    }

    @Test
    void wordsThatOnlyRemovedRowsHeldFindNothing() {
        try (var store = TestRows.open(directory, DIMENSIONS)) {
            Row gone = row(1, "a lighthouse by the sea");
            TestRows.publish(store, 1, List.of(gone, row(2, "a river"), row(3, "a mill")));
            store.write(List.of(gone.key()), List.of());
            store.publish("h", 2);
            var asked = TestRows.vector(chance, DIMENSIONS);

            assertThat(store.search(both("lighthouse", asked, Scope.ALL, true)).byKeyword())
                    .isEmpty();
            assertThat(store.search(both("lighthouse mill", asked, Scope.ALL, true)).byKeyword())
                    .hasSize(1);
            assertThat(store.search(both("?", asked, Scope.ALL, true)).byKeyword()).isEmpty();
        }
    }

    @Test
    void anIndexWithoutRowsHasNothingExactlyToo() {
        try (var store = TestRows.open(directory, DIMENSIONS)) {
            var found =
                    store.search(
                            both("river", TestRows.vector(chance, DIMENSIONS), Scope.ALL, true));

            assertThat(found.byKeyword()).isEmpty();
            assertThat(found.byVector()).isEmpty();
        }
    }

    private void edit(LuceneStore store, int version) {
        List<RowKey> removed = new ArrayList<>();
        List<Row> written = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int number = chance.nextInt(240);
            RowKey before = row(number, "").key();
            rows.keySet().stream()
                    .filter(key -> key.document().equals(before.document()))
                    .toList()
                    .forEach(
                            key -> {
                                removed.add(key);
                                rows.remove(key);
                            });
            if (chance.nextInt(4) > 0) {
                Row row = row(number, words(3 + chance.nextInt(90)));
                removed.remove(row.key());
                written.removeIf(other -> other.key().document().equals(row.key().document()));
                written.add(row);
                rows.put(row.key(), row);
            } else {
                written.removeIf(other -> other.key().document().equals(before.document()));
            }
        }
        store.write(removed, written);
        store.publish("h", version);
    }

    private String words(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double skewed = chance.nextDouble() * chance.nextDouble();
            text.append(WORDS.get((int) (skewed * WORDS.size()))).append(' ');
        }
        return text.toString();
    }

    private static Row row(int number, String text) {
        String hash = Text.hash(text);
        return new Row(
                new RowKey(new DocumentId("doc" + number), hash),
                text,
                TestRows.vector(new Random(hash.hashCode()), DIMENSIONS),
                Metadata.of(Map.of("even", number % 2 == 0)));
    }

    private static Query both(String words, Vector asked, Scope scope, boolean exact) {
        return new Query(Optional.of(words), Optional.of(asked), scope, 40, exact);
    }
}
