package io.freshet.contract;

import static io.freshet.contract.Rows.axis;
import static io.freshet.contract.Rows.documents;
import static io.freshet.contract.Rows.filter;
import static io.freshet.contract.Rows.ids;
import static io.freshet.contract.Rows.near;
import static io.freshet.contract.Rows.prefix;
import static io.freshet.contract.Rows.row;
import static io.freshet.contract.Rows.vectorOf;
import static io.freshet.contract.Rows.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.SearchRequest.Scope;
import io.freshet.Text;
import io.freshet.Vector;
import io.freshet.spi.Store;
import io.freshet.spi.Store.Query;
import io.freshet.spi.Store.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How every [Store] searches: by words, by vector, within a scope. What filters mean is told by
/// [StoreFilterContract].
public abstract class StoreSearchContract {
    private static final Offset<Double> CLOSE = Offset.offset(1e-5);
    private Store store;

    /// Opens an empty store for vectors of 8 dimensions.
    protected abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void theVectorListIsTheNearestFirstWithTheirCosines() {
        publish(
                at("far", axis(3, 0)),
                at("opposite", new Vector(new float[] {-2, 0, 0, 0, 0, 0, 0, 0})),
                at("near", axis(0, 0.5)),
                at("same", new Vector(new float[] {7, 0, 0, 0, 0, 0, 0, 0})));

        for (boolean exact : List.of(true, false)) {
            var found = store.search(near(axis(0, 0), 4, exact)).byVector();

            assertThat(ids(found)).containsExactly("same", "near", "far", "opposite");
            assertThat(found.get(0).score()).isCloseTo(1, CLOSE);
            assertThat(found.get(1).score()).isCloseTo(1 / Math.sqrt(1.25), CLOSE);
            assertThat(found.get(2).score()).isCloseTo(0, CLOSE);
            assertThat(found.get(3).score()).isCloseTo(-1, CLOSE);
        }
    }

    @Test
    void vectorsOfAnyLengthCompareByAngleOnly() {
        publish(
                at("tiny", scaled(axis(0, 0), 1e-15f)),
                at("huge", scaled(axis(0, 0.1), 1e15f)),
                at("other", axis(1, 0)));

        var found = store.search(near(scaled(axis(0, 0), 1e12f), 3, true)).byVector();

        assertThat(ids(found)).containsExactly("tiny", "huge", "other");
        assertThat(found.getFirst().score()).isCloseTo(1, CLOSE);
    }

    @Test
    void theKeywordListHoldsRowsWithAWordAndTheBetterFirst() {
        publish(
                row("one", "the refund was late and the train was late"),
                row("two", "the refund policy of the shop"),
                row("none", "opening hours"));

        var found = store.search(words("refund policy")).byKeyword();

        assertThat(ids(found)).containsExactly("two", "one");
        assertThat(found.get(0).score()).isGreaterThan(found.get(1).score());
        assertThat(found.get(1).score()).isPositive();
    }

    @Test
    void wordsAreFoundInAnyCase() {
        publish(row("a", "Refund POLICY"));

        assertThat(ids(store.search(words("rEFUND")).byKeyword())).containsExactly("a");
        assertThat(ids(store.search(words("policy")).byKeyword())).containsExactly("a");
    }

    @Test
    void aQuestionWithoutWordsOrVectorLeavesThatListEmpty() {
        publish(row("a", "refund"));

        var onlyWords = store.search(words("refund"));
        var onlyVector = store.search(near(vectorOf("refund"), 5, true));

        assertThat(onlyWords.byVector()).isEmpty();
        assertThat(onlyWords.byKeyword()).hasSize(1);
        assertThat(onlyVector.byKeyword()).isEmpty();
        assertThat(onlyVector.byVector()).hasSize(1);
    }

    @Test
    void eachListHoldsAtMostTheLimitOfTheBest() {
        var rows = IntStream.range(0, 40).mapToObj(i -> row("d" + i, "shared word " + i)).toList();
        publish(rows.toArray(Row[]::new));

        for (int limit : List.of(1, 7, 40, 1000)) {
            var all = store.search(both("shared", vectorOf("x"), Scope.ALL, 1000));
            var found = store.search(both("shared", vectorOf("x"), Scope.ALL, limit));

            int expected = Math.min(limit, 40);
            assertThat(found.byKeyword()).isEqualTo(all.byKeyword().subList(0, expected));
            assertThat(found.byVector()).isEqualTo(all.byVector().subList(0, expected));
        }
    }

    @Test
    void equalScoresAreInTheOrderOfTheirKeys() {
        var ids = List.of("é", "b", "a", "\uD83D\uDE80", "\uFF5E", "c");
        for (String id : ids) {
            store.write(List.of(), List.of(row(id, "equal text")));
        }
        store.publish("h", 1);
        var sorted = ids.stream().map(DocumentId::new).sorted().map(DocumentId::value).toList();

        for (int limit : List.of(2, 6)) {
            var found = store.search(both("equal", vectorOf("y"), Scope.ALL, limit));

            assertThat(ids(found.byKeyword())).isEqualTo(sorted.subList(0, limit));
            assertThat(ids(found.byVector())).isEqualTo(sorted.subList(0, limit));
        }
    }

    @Test
    void exactSearchAgreesWithComparingEveryVector() {
        var chance = new java.util.Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(at("d" + i, Rows.random(chance, Rows.DIMENSIONS)));
        }
        publish(rows.toArray(Row[]::new));
        var asked = Rows.random(chance, Rows.DIMENSIONS);

        var found = store.search(near(asked, 25, true)).byVector();

        var expected =
                rows.stream().mapToDouble(row -> -cosine(asked, row.vector())).sorted().toArray();
        assertThat(found).hasSize(25);
        for (int i = 0; i < 25; i++) {
            assertThat(found.get(i).score()).isCloseTo(-expected[i], CLOSE);
        }
    }

    @Test
    void aScopeHoldsForBothLists() {
        publish(
                row("manual/refunds", "refund one", Metadata.of(Map.of("team", "billing"))),
                row("manual/hours", "refund two", Metadata.of(Map.of("team", "shop"))),
                row("manual", "refund three", Metadata.of(Map.of("team", "billing"))),
                row("blog/refunds", "refund four", Metadata.of(Map.of("team", "billing"))));
        Filter billing = new Filter.In("team", List.of("billing"));

        assertScope(Scope.ALL, "manual/refunds", "manual/hours", "manual", "blog/refunds");
        assertScope(filter(billing), "manual/refunds", "manual", "blog/refunds");
        assertScope(filter(new Filter.Not(billing)), "manual/hours");
        assertScope(prefix("manual/"), "manual/refunds", "manual/hours");
        assertScope(prefix("manual"), "manual/refunds", "manual/hours", "manual");
        assertScope(prefix("Manual"));
        assertScope(documents("manual", "blog/refunds", "absent"), "manual", "blog/refunds");
        assertScope(documents("absent"));
        assertScope(
                new Scope(billing, "manual", documents("manual", "blog/refunds").documents()),
                "manual");
    }

    @Test
    void aPrefixIsComparedByteForByte() {
        publish(
                row("é1", "refund 1"),
                row("e\u03012", "refund 2"),
                row("*x", "refund 3"),
                row("\uD83D\uDE80x", "refund 4"),
                row("a?b", "refund 5"));

        assertScope(prefix("é"), "é1");
        assertScope(prefix("e"), "e\u03012");
        assertScope(prefix("*"), "*x");
        assertScope(prefix("\uD83D\uDE80"), "\uD83D\uDE80x");
        assertScope(prefix("?"));
        assertScope(prefix("a?"), "a?b");
        assertScope(prefix("x".repeat(40_000)));
    }

    @Test
    void whateverAUserTypesIsWordsAndNeverSyntax() {
        publish(
                row("a", "apples AND pears, or (plums) \"in quotes\" at 5*3 c++ field:value"),
                row("b", "bananas"));

        for (String hostile :
                List.of(
                        "AND OR ( \"",
                        "*",
                        "(((((",
                        "\"",
                        "a* b?",
                        "field:",
                        "-pears",
                        "+",
                        "!",
                        "NOT",
                        "/regex/",
                        "[a TO b]",
                        "{",
                        "pears~2",
                        "\\",
                        "^5",
                        "&&||",
                        "\u0000",
                        "\uD83D",
                        "%_'; DROP TABLE",
                        "<script>")) {
            assertThat(ids(store.search(words(hostile)).byKeyword()))
                    .as(Text.shown(hostile))
                    .doesNotContain("b");
        }
        assertThat(ids(store.search(words("NOT pears")).byKeyword())).containsExactly("a");
        assertThat(ids(store.search(words("-bananas")).byKeyword())).containsExactly("b");
        assertThat(ids(store.search(words("plums OR")).byKeyword())).containsExactly("a");
    }

    @Test
    void blankWordsFindNothing() {
        publish(row("a", "refund"));

        for (String blank : List.of("", " ", "\t\n", "\u3000", "...", "\u200B")) {
            assertThat(store.search(words(blank)).byKeyword()).isEmpty();
        }
    }

    @Test
    void longWordsAndLongTextsAreNoTrouble() {
        String word = "x".repeat(40_000);
        String many = "word ".repeat(20_000) + "needle";
        publish(
                row("word", "before " + word + " after"),
                row("many", many),
                row("emoji", "\uD83D\uDE80".repeat(20_000)),
                row("other", "an ordinary neighbour"));

        assertThat(ids(store.search(words("before")).byKeyword())).containsExactly("word");
        assertThat(ids(store.search(words("after")).byKeyword())).containsExactly("word");
        assertThat(ids(store.search(words("needle")).byKeyword())).containsExactly("many");
        assertThat(ids(store.search(words("neighbour")).byKeyword())).containsExactly("other");
        assertThat(ids(store.search(words(word)).byKeyword())).doesNotContain("other");
        assertThat(ids(store.search(words(many)).byKeyword())).contains("many");
        var numbered = new StringBuilder("neighbour");
        for (int i = 0; i < 5_000; i++) {
            numbered.append(" w").append(i);
        }
        assertThat(ids(store.search(words(numbered.toString())).byKeyword()))
                .containsExactly("other");
    }

    @Test
    void wordsOfOtherScriptsAndEmojiAreFound() {
        publish(
                row("zh", "退款政策适用于所有订单"),
                row("ja", "返金ポリシーについて"),
                row("ru", "Политика возврата"),
                row("emoji", "launch \uD83D\uDE80 day"),
                row("ar", "سياسة الاسترداد"));

        assertThat(ids(store.search(words("订单")).byKeyword())).containsExactly("zh");
        assertThat(ids(store.search(words("政策")).byKeyword()).getFirst()).isEqualTo("zh");
        assertThat(ids(store.search(words("возврата")).byKeyword())).containsExactly("ru");
        assertThat(ids(store.search(words("ПОЛИТИКА")).byKeyword())).containsExactly("ru");
        assertThat(ids(store.search(words("\uD83D\uDE80")).byKeyword())).containsExactly("emoji");
        assertThat(ids(store.search(words("الاسترداد")).byKeyword())).containsExactly("ar");
        assertThat(ids(store.search(words("返金")).byKeyword()).getFirst()).isEqualTo("ja");
    }

    private void assertScope(Scope scope, String... expected) {
        var found = store.search(both("refund", vectorOf("z"), scope, 1000));
        assertThat(ids(found.byKeyword())).containsExactlyInAnyOrder(expected);
        assertThat(ids(found.byVector())).containsExactlyInAnyOrder(expected);
        assertThat(ids(store.search(near(vectorOf("z"), scope)).byVector()))
                .containsExactlyInAnyOrder(expected);
    }

    private void publish(Row... rows) {
        store.write(List.of(), List.of(rows));
        store.publish("h", 1);
    }

    private static Row at(String document, Vector vector) {
        return new Row(
                new RowKey(new DocumentId(document), Text.hash(document)),
                "text",
                vector,
                Metadata.NONE);
    }

    private static Vector scaled(Vector vector, float by) {
        float[] values = vector.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= by;
        }
        return new Vector(values);
    }

    private static double cosine(Vector a, Vector b) {
        double dot = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.dimensions(); i++) {
            dot += (double) a.values()[i] * b.values()[i];
            squaresA += (double) a.values()[i] * a.values()[i];
            squaresB += (double) b.values()[i] * b.values()[i];
        }
        return dot / Math.sqrt(squaresA * squaresB);
    }

    private static Query both(String words, Vector vector, Scope scope, int limit) {
        return new Query(Optional.of(words), Optional.of(vector), scope, limit, true);
    }
}
