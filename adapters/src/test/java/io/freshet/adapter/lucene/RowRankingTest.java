package io.freshet.adapter.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.SearchSettings;
import io.freshet.SearchSettings.Analysis;
import io.freshet.SearchSettings.Keywords;
import io.freshet.Text;
import io.freshet.spi.Store.Candidates;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rows that are in no index are ranked as an exact search ranks those of an index.
final class RowRankingTest {
    private static final int DIMENSIONS = 37;
    private static final Scope EVEN =
            new Scope(new Filter.In("even", List.of(true)), "doc", List.of());

    /// Forms of words, accents, apostrophes, numbers, scripts with and without spaces, emoji.
    private static final List<String> WORDS =
            List.of(
                    "river",
                    "Rivers",
                    "the",
                    "is",
                    "l'eau",
                    "car's",
                    "École",
                    "ecole",
                    "Straße",
                    "running",
                    "runs",
                    "3.14",
                    "don't",
                    "foo_bar",
                    "a.b.c",
                    "退款政策",
                    "订单",
                    "返金",
                    "ポリシー",
                    "возврата",
                    "ПОЛИТИКА",
                    "سياسة",
                    "🚀",
                    "café",
                    "ＦＵＬＬ",
                    "한국어",
                    "x".repeat(300));

    @TempDir Path directory;

    private final Random chance = new Random(611);

    @ParameterizedTest
    @EnumSource(Analysis.class)
    @Tag("I4")
    void everyScoreIsThatOfAnExactSearchToTheLastBit(Analysis analysis) throws IOException {
        var keywords = new Keywords(analysis, 1.4, 0.6);
        List<Row> rows = rows(400);
        try (var store =
                LuceneStore.open(
                        "exact", directory, new LuceneStore.Kept(DIMENSIONS, keywords), () -> 0)) {
            TestRows.publish(store, 1, rows);
            var words = new Words(keywords);
            for (int i = 0; i < 8; i++) {
                Query query = query(i % 2 == 0 ? Scope.ALL : EVEN, 1 + chance.nextInt(60));
                Candidates exact = store.search(query);

                assertThat(ranked(new RowRanking(words, query), rows, query)).isEqualTo(exact);
                assertThat(ranked(new RowRanking(words, query, 9), rows, query)).isEqualTo(exact);
            }
        }
    }

    /// What is kept of rows until the words' worth is known has a bound: behind it the texts are
    /// read again.
    @Test
    @Tag("I8")
    void theTextsAreReadAgainOnlyWhereMoreHoldAWordThanAreKept() throws IOException {
        List<Row> rows = rows(50);
        var words = new Words(SearchSettings.Keywords.DEFAULT);
        Query query = new Query(Optional.of("river"), Optional.empty(), Scope.ALL, 10, true);
        long found = ranked(new RowRanking(words, query), rows, query).byKeyword().size();

        var few = new RowRanking(words, query, 3 * 3 - 1);
        var enough = new RowRanking(words, query, 3 * 50);
        rows.forEach(row -> few.read(row.key(), row.text(), true));
        rows.forEach(row -> enough.read(row.key(), row.text(), true));

        assertThat(found).isGreaterThan(3);
        assertThat(few.readsAgain()).isTrue();
        assertThat(enough.readsAgain()).isFalse();
        rows.forEach(row -> few.read(row.key(), row.text(), true));
        assertThat(few.readsAgain()).isFalse();
        assertThat(few.candidates(1)).isEqualTo(enough.candidates(1));
    }

    private static Candidates ranked(RowRanking ranking, List<Row> rows, Query query) {
        var scope = query.scope().test();
        do {
            rows.reversed()
                    .forEach(
                            row ->
                                    ranking.read(
                                            row.key(),
                                            row.text(),
                                            scope.test(row.key().document(), row.metadata())));
        } while (ranking.readsAgain());
        rows.stream()
                .filter(row -> scope.test(row.key().document(), row.metadata()))
                .filter(_ -> query.vector().isPresent())
                .forEach(row -> ranking.compare(row.key(), row.vector()));
        return ranking.candidates(1);
    }

    private List<Row> rows(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = i % 50 == 49 ? " ... " : words(1 + chance.nextInt(40));
            rows.add(
                    new Row(
                            new RowKey(new DocumentId("doc" + i / 3), Text.hash(i + text)),
                            text,
                            TestRows.vector(chance, DIMENSIONS),
                            Metadata.of(Map.of("even", i / 3 % 2 == 0))));
        }
        return rows;
    }

    private String words(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            double skewed = chance.nextDouble() * chance.nextDouble();
            text.append(WORDS.get((int) (skewed * WORDS.size()))).append(' ');
        }
        return text.toString();
    }

    private Query query(Scope scope, int limit) {
        return new Query(
                Optional.of(words(1 + chance.nextInt(6))),
                Optional.of(TestRows.vector(chance, DIMENSIONS)),
                scope,
                limit,
                true);
    }
}
