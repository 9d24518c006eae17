package io.freshet;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.Filter.Compare;
import io.freshet.Filter.Exists;
import io.freshet.Filter.In;
import io.freshet.Filter.Not;
import io.freshet.Filter.Operator;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static final Metadata METADATA =
            Metadata.of(
                    tree(
                            "team",
                            "billing",
                            "year",
                            2025,
                            "rate",
                            new BigDecimal("0.5"),
                            "tags",
                            List.of("a", "b"),
                            "at",
                            "2026-11-24T10:00:00+01:00",
                            "owner",
                            tree("name", "Ada"),
                            "people",
                            List.of(tree("name", "Bob"), tree("name", "Eve"))));

    @Test
    void aStringNeverEqualsANumber() {
        assertThat(matches(new In("year", List.of("2025")))).isFalse();
        assertThat(matches(new In("year", List.of(2025L)))).isTrue();
        assertThat(matches(new In("year", List.of(new BigDecimal("2025.0"))))).isTrue();
    }

    @Test
    void aListMatchesWithOneOfItsElements() {
        assertThat(matches(new In("tags", List.of("b")))).isTrue();
        assertThat(matches(new In("tags", List.of("c")))).isFalse();
        assertThat(matches(new In("people.name", List.of("Eve")))).isTrue();
    }

    @Test
    void aDotLeadsIntoAnObject() {
        assertThat(matches(new In("owner.name", List.of("Ada")))).isTrue();
        assertThat(matches(new Exists("owner.name"))).isTrue();
        assertThat(matches(new Exists("owner.age"))).isFalse();
        assertThat(matches(new Exists("owner"))).isTrue();
    }

    @Test
    void timesCompareAsTimesWhateverTheirZone() {
        assertThat(greater("at", "2026-11-24T08:59:59Z")).isTrue();
        assertThat(greater("at", "2026-11-24T09:00:00Z")).isFalse();
        assertThat(greater("at", "2026-11-24T08:59:59")).isTrue();
    }

    @Test
    void otherStringsCompareByCodePointAndNeverWithNumbers() {
        assertThat(greater("team", "alpha")).isTrue();
        assertThat(greater("team", "zeta")).isFalse();
        assertThat(greater("year", "1")).isFalse();
        assertThat(greater("team", 1L)).isFalse();
        assertThat(greater("rate", 0L)).isTrue();
    }

    @Test
    void notHoldsWhereTheKeyIsMissing() {
        assertThat(matches(new Not(new In("missing", List.of("x"))))).isTrue();
        assertThat(matches(Filter.all())).isTrue();
        assertThat(matches(new Filter.Or(List.of()))).isFalse();
    }

    private static boolean greater(String key, Object bound) {
        return matches(new Compare(key, Operator.GREATER, bound));
    }

    private static boolean matches(Filter filter) {
        return filter.matches(METADATA);
    }

    private static Map<String, Object> tree(Object... keysAndValues) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            tree.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return tree;
    }
}
