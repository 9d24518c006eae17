package io.freshet.adapter.lucene;

import static io.freshet.adapter.lucene.TestRows.near;
import static io.freshet.adapter.lucene.TestRows.publish;
import static io.freshet.adapter.lucene.TestRows.rows;
import static io.freshet.adapter.lucene.TestRows.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Filter;
import io.freshet.Filter.Compare;
import io.freshet.Filter.Operator;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.Vector;
import io.freshet.spi.Store.Candidate;
import io.freshet.spi.Store.Row;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How near the approximate search comes to the exact one, and how wide a vector may be.
final class LuceneStoreVectorTest {
    @TempDir Path directory;

    @Test
    void theGraphFindsNineOfTheTenNearestOrMore() {
        int dimensions = 48;
        try (var store = TestRows.open(directory, dimensions)) {
            var all = rows(5_000, dimensions);
            for (int version = 1; version <= 5; version++) {
                publish(store, version, all.subList((version - 1) * 1_000, version * 1_000));
            }
            var chance = new Random(99);
            int questions = 40;
            int found = 0;
            for (int i = 0; i < questions; i++) {
                var asked = vector(chance, dimensions);
                var exact = store.search(near(asked, Scope.ALL, 10, true)).byVector();
                var graph = store.search(near(asked, Scope.ALL, 10, false)).byVector();
                var common = new HashSet<>(exact.stream().map(Candidate::key).toList());
                common.retainAll(graph.stream().map(Candidate::key).toList());
                found += common.size();
            }
            assertThat(found / (10.0 * questions)).isGreaterThanOrEqualTo(0.9);

            assertNarrowScopesAreExact(store, chance, dimensions);
        }
    }

    private static void assertNarrowScopesAreExact(
            LuceneStore store, Random chance, int dimensions) {
        for (long bound : List.of(3L, 900L, 4_900L)) {
            Filter few = new Compare("number", Operator.LESS, bound);
            var scope = new Scope(few, "", List.of());
            var asked = vector(chance, dimensions);

            var graph = store.search(near(asked, scope, 100, false)).byVector();
            var exact = store.search(near(asked, scope, 100, true)).byVector();

            assertThat(graph).hasSize((int) Math.min(bound, 100));
            if (bound < 1_000) {
                assertThat(graph).isEqualTo(exact);
            }
        }
    }

    /// Vectors without any order among them are the hardest for a graph.
    @Test
    void anExactSearchFindsWhatTheGraphMisses() {
        int dimensions = 192;
        try (var store = TestRows.open(directory, dimensions)) {
            var all = rows(3_000, dimensions);
            publish(store, 1, all);
            var chance = new Random(5);
            int missed = 0;
            for (int i = 0; i < 20; i++) {
                var asked = vector(chance, dimensions);
                var nearest = keys(nearest(all, asked, 10));

                var exact = keys(store.search(near(asked, Scope.ALL, 10, true)).byVector());
                var graph = keys(store.search(near(asked, Scope.ALL, 10, false)).byVector());

                assertThat(exact).isEqualTo(nearest);
                missed += graph.equals(nearest) ? 0 : 1;
            }
            assertThat(missed).isPositive();
        }
    }

    private static List<RowKey> keys(List<Candidate> found) {
        return found.stream().map(Candidate::key).toList();
    }

    private static List<Candidate> nearest(List<Row> rows, Vector asked, int limit) {
        float[] unit = RowDocuments.unit(asked);
        return rows.stream()
                .map(row -> new Candidate(row.key(), dot(unit, RowDocuments.unit(row.vector()))))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                .limit(limit)
                .toList();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void vectorsOfTheWidestModelsFit() {
        try (var store = TestRows.open(directory, 4_096)) {
            var wide = rows(30, 4_096);
            publish(store, 1, wide);

            var found = store.search(near(wide.get(7).vector(), Scope.ALL, 3, false)).byVector();

            assertThat(found.getFirst().key()).isEqualTo(wide.get(7).key());
        }
        try (var again = TestRows.open(directory, 4_096)) {
            assertThat(again.applied().rows()).isEqualTo(30);
        }
    }

    @Test
    void aVectorOfAnotherWidthIsABug() {
        try (var store = TestRows.open(directory, 8)) {
            assertThatThrownBy(() -> store.write(List.of(), rows(1, 9)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(
                            () -> store.search(near(vector(new Random(1), 9), Scope.ALL, 1, true)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void removedRowsAreNeverFound() {
        try (var store = TestRows.open(directory, 8)) {
            var all = rows(3_000, 8);
            publish(store, 1, all);
            store.write(all.subList(0, 2_990).stream().map(row -> row.key()).toList(), List.of());
            store.publish("h", 2);

            for (boolean exact : List.of(true, false)) {
                var found = store.search(near(all.get(0).vector(), Scope.ALL, 50, exact));

                assertThat(found.byVector().stream().map(Candidate::key))
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(2_990, 3_000)
                                        .mapToObj(i -> all.get(i).key())
                                        .toList());
            }
        }
    }
}
