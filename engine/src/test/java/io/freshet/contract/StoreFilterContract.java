package io.freshet.contract;

import static io.freshet.contract.Rows.filter;
import static io.freshet.contract.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Filter;
import io.freshet.Filter.Compare;
import io.freshet.Filter.Exists;
import io.freshet.Filter.In;
import io.freshet.Filter.Not;
import io.freshet.Filter.Operator;
import io.freshet.Filter.Or;
import io.freshet.Metadata;
import io.freshet.spi.Store;
import io.freshet.spi.Store.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A store's filters mean exactly what [Filter#matches] says.
public abstract class StoreFilterContract {
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
    void wholeNumbersBeyondADoublesPrecisionAreToldApart() {
        long beyond = (1L << 53) + 1;
        assertSame(
                values(beyond - 1, beyond, beyond + 1, Long.MAX_VALUE, Long.MIN_VALUE, 0, -1),
                comparisons(beyond, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 1, 0));
    }

    @Test
    void decimalsAndWholeNumbersCompareExactly() {
        Object[] numbers = {
            "0.1",
            "0.10000000000000000001",
            "-0.1",
            "-0.11",
            "0",
            "1",
            "1.5",
            "-1.5",
            "10",
            "1e300",
            "1e-300",
            "-1e300",
            "9007199254740993",
            "9007199254740993.5",
            "1e20",
            "123456789e-5"
        };
        List<Object> decimals = new ArrayList<>();
        for (Object number : numbers) {
            decimals.add(new BigDecimal(number.toString()));
        }
        decimals.add(new BigDecimal("1e399"));
        decimals.add(new BigDecimal("-1e399"));
        decimals.add(new BigDecimal("9".repeat(300) + "." + "9".repeat(300)));
        decimals.add(new BigDecimal("9".repeat(300) + "." + "9".repeat(299) + "8"));
        assertSame(values(decimals.toArray()), comparisons(decimals.toArray()));
        assertSame(
                values(decimals.toArray()),
                List.of(
                        new Compare("v", Operator.LESS, new BigDecimal("1e1000000")),
                        new Compare("v", Operator.GREATER, new BigDecimal("1e-1000000")),
                        new In("v", List.of(new BigDecimal("1.50"), new BigDecimal("10.0")))));
    }

    @Test
    void aStringNeverEqualsANumberOrABoolean() {
        assertSame(
                values("1", 1, new BigDecimal("1.0"), "true", true, false, "false", "", "1.0"),
                comparisons("1", 1, "true", true, false, ""));
    }

    @Test
    void timesCompareAsInstantsAndOtherStringsByCodePoint() {
        Object[] texts = {
            "2026-01-01T00:00:00Z",
            "2026-01-01T01:00:00+01:00",
            "2026-01-01 00:00:00",
            "2025-12-31T23:59:59.999999999Z",
            "2026-01-01T00:00:00.000000001Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "2026-01-01",
            "2026-13-01T00:00:00Z",
            "tomorrow",
            "",
            "z",
            "\uFF5E",
            "\uD83D\uDE80"
        };
        assertSame(values(texts), comparisons(texts));
    }

    @Test
    void longStringsAreComparedToTheirEnd() {
        String stem = "x".repeat(40_000);
        Object[] texts = {
            stem,
            stem + "a",
            stem + "b",
            stem + "é",
            stem.substring(1),
            "x".repeat(8_000),
            "x".repeat(32_766),
            "x".repeat(32_767),
            "y",
            "\uD83D\uDE80".repeat(10_000)
        };
        assertSame(values(texts), comparisons(texts));
    }

    @Test
    void keysOfAnyFormArePaths() {
        List<Metadata> all =
                List.of(
                        Metadata.of(Map.of("a", Map.of("b", 1))),
                        Metadata.of(Map.of("a.b", 1)),
                        Metadata.of(Map.of("a", List.of(Map.of("b", 1), Map.of("b", 2)))),
                        Metadata.of(Map.of("a", Map.of("b", Map.of()))),
                        Metadata.of(Map.of("a", Map.of("b", List.of()))),
                        Metadata.of(Map.of("a", List.of(List.of(1, 2), 3))),
                        Metadata.of(Map.of("", 1)),
                        Metadata.of(Map.of(".", 1)),
                        Metadata.of(Map.of("a", 1)),
                        Metadata.of(Map.of("a.", 1, "A", 1)),
                        Metadata.of(Map.of("k".repeat(40_000), 1)),
                        Metadata.of(Map.of("k".repeat(39_999) + "j", 1)),
                        Metadata.of(Map.of("\uD83D\uDE80 *?:\"", 1)),
                        Metadata.NONE);
        List<Filter> filters = new ArrayList<>();
        for (String key :
                List.of(
                        "a",
                        "a.b",
                        "a.b.c",
                        "",
                        ".",
                        "a.",
                        "A",
                        "k".repeat(40_000),
                        "\uD83D\uDE80 *?:\"",
                        "\u0000",
                        "a\u0000n")) {
            filters.add(new Exists(key));
            filters.add(new In(key, List.of(1L)));
            filters.add(new Compare(key, Operator.GREATER, 1L));
        }
        assertSame(all, filters);
    }

    @Test
    void manyKeysManyValuesAndLargeFiltersAreNoTrouble() {
        var tree = new TreeMap<String, Object>();
        for (int i = 0; i < 3_000; i++) {
            tree.put("key" + i, i);
        }
        tree.put("list", IntStream.range(0, 3_000).boxed().toList());
        List<Object> wanted = new ArrayList<>();
        List<Filter> parts = new ArrayList<>();
        for (long i = 2_990; i < 6_000; i++) {
            wanted.add(i);
            parts.add(new In("list", List.of(i)));
        }
        Filter deep = new In("key7", List.of(7L));
        for (int i = 0; i < 60; i++) {
            deep = new Not(deep);
        }
        assertSame(
                List.of(Metadata.of(tree), Metadata.of(Map.of("list", 5_999)), Metadata.NONE),
                List.of(new In("list", wanted), new Or(parts), deep, new In("list", List.of())));
    }

    @Test
    void emptyConditionsMeanAllAndNone() {
        assertSame(
                values("x", 1),
                List.of(
                        Filter.all(),
                        new Or(List.of()),
                        new Not(Filter.all()),
                        new Not(new Or(List.of())),
                        new In("v", List.of()),
                        new Not(new Exists("w"))));
    }

    @Test
    void randomFiltersOverRandomMetadataMatchAsTheyMean() {
        var generator = new RandomFilters(new Random(42));
        List<Metadata> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            all.add(generator.metadata());
        }
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            filters.add(generator.filter(3));
        }
        assertSame(all, filters);
    }

    /// Metadata that hold one value each under `v`, and all of them as a list.
    private static List<Metadata> values(Object... values) {
        List<Metadata> all = new ArrayList<>();
        for (Object value : values) {
            all.add(Metadata.of(Map.of("v", value)));
        }
        all.add(Metadata.of(Map.of("v", List.of(values))));
        all.add(Metadata.of(Map.of("w", values[0])));
        return all;
    }

    private static List<Filter> comparisons(Object... bounds) {
        List<Filter> filters = new ArrayList<>();
        for (Object raw : bounds) {
            Object bound = raw instanceof Integer small ? (Object) small.longValue() : raw;
            for (Operator operator : Operator.values()) {
                filters.add(new Compare("v", operator, bound));
                filters.add(new Not(new Compare("v", operator, bound)));
            }
            filters.add(new In("v", List.of(bound)));
            filters.add(new Not(new In("v", List.of(bound, "absent"))));
        }
        return filters;
    }

    private void assertSame(List<Metadata> all, List<Filter> filters) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            rows.add(row("d%04d".formatted(i), "word", all.get(i)));
        }
        store.write(List.of(), rows);
        store.publish("h", 1);
        for (Filter filter : filters) {
            var expected =
                    rows.stream()
                            .filter(row -> filter.matches(row.metadata()))
                            .map(row -> row.key().document().value())
                            .toList();

            var found = store.search(question(filter));

            String shown = shown(filter);
            assertThat(sorted(found.byKeyword())).as(shown).isEqualTo(expected);
            assertThat(sorted(found.byVector())).as(shown).isEqualTo(expected);
        }
    }

    private static List<String> sorted(List<Store.Candidate> found) {
        List<String> ids = new ArrayList<>(Rows.ids(found));
        Collections.sort(ids);
        return ids;
    }

    private static Store.Query question(Filter filter) {
        return new Store.Query(
                Optional.of("word"),
                Optional.of(Rows.vectorOf("word")),
                filter(filter),
                1000,
                false);
    }

    private static String shown(Filter filter) {
        String whole = filter.toString();
        return whole.length() <= 400 ? whole : whole.substring(0, 400) + "…";
    }
}
