package io.freshet.contract;

import io.freshet.Filter;
import io.freshet.Metadata;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Draws metadata and filters from few keys and values, so that they meet often.
final class RandomFilters {
    private static final List<String> KEYS = List.of("a", "b", "a.b", "b.a", "a.a.b", "c");
    private static final List<Object> VALUES =
            List.of(
                    "",
                    "1",
                    "abc",
                    "abd",
                    "\uFF5E",
                    "\uD83D\uDE80",
                    "true",
                    "2026-01-01T00:00:00Z",
                    "2026-01-01T02:00:00+02:00",
                    "2026-06-01T12:30:00.123456789Z",
                    "2026-01-01",
                    true,
                    false,
                    0L,
                    1L,
                    -1L,
                    (1L << 53) + 1,
                    1L << 53,
                    Long.MIN_VALUE,
                    new BigDecimal("0.1"),
                    new BigDecimal("-0.1"),
                    new BigDecimal("1.000000000000000000001"),
                    new BigDecimal("1e30"),
                    new BigDecimal("9007199254740993.5"));

    private final RandomGenerator chance;

    RandomFilters(RandomGenerator chance) {
        this.chance = chance;
    }

    Metadata metadata() {
        return Metadata.of(object(2));
    }

    Filter filter(int depth) {
        return switch (chance.nextInt(depth == 0 ? 4 : 7)) {
            case 0 -> new Filter.In(one(KEYS), drawn(1 + chance.nextInt(3)));
            case 1, 2 ->
                    new Filter.Compare(
                            one(KEYS), one(List.of(Filter.Operator.values())), one(VALUES));
            case 3 -> new Filter.Exists(one(KEYS));
            case 4 -> new Filter.And(filters(depth));
            case 5 -> new Filter.Or(filters(depth));
            default -> new Filter.Not(filter(depth - 1));
        };
    }

    private List<Filter> filters(int depth) {
        List<Filter> filters = new ArrayList<>();
        for (int i = chance.nextInt(4); i > 0; i--) {
            filters.add(filter(depth - 1));
        }
        return filters;
    }

    private Map<String, Object> object(int depth) {
        var members = new TreeMap<String, Object>();
        for (int i = chance.nextInt(4); i > 0; i--) {
            members.put(one(KEYS), value(depth));
        }
        return members;
    }

    private Object value(int depth) {
        if (depth == 0) {
            return one(VALUES);
        }
        return switch (chance.nextInt(5)) {
            case 0 -> object(depth - 1);
            case 1 -> {
                List<Object> elements = new ArrayList<>();
                for (int i = chance.nextInt(4); i > 0; i--) {
                    elements.add(value(depth - 1));
                }
                yield elements;
            }
            default -> one(VALUES);
        };
    }

    private List<Object> drawn(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(one(VALUES));
        }
        return values;
    }

    private <T> T one(List<T> list) {
        return list.get(chance.nextInt(list.size()));
    }
}
