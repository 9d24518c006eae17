package io.freshet;

import java.math.BigDecimal;
import java.util.List;

/// A condition on a document's metadata. A key `a.b` is a path; a list matches if one of its
/// elements does; a string never equals a number. [io.freshet.search] reads it, stores translate
/// it, and [#matches] is what it means.
public sealed interface Filter {
    /// No condition.
    static Filter all() {
        return new And(List.of());
    }

    record And(List<Filter> filters) implements Filter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    record Or(List<Filter> filters) implements Filter {
        public Or {
            filters = List.copyOf(filters);
        }
    }

    record Not(Filter filter) implements Filter {}

    /// The key holds one of these values: Strings, Booleans, Longs, BigDecimals.
    record In(String key, List<Object> values) implements Filter {
        public In {
            values = List.copyOf(values);
        }
    }

    /// Two RFC 3339 strings compare as times, other strings by code point, numbers as numbers; a
    /// value of another type than the bound does not match.
    record Compare(String key, Operator operator, Object bound) implements Filter {}

    record Exists(String key) implements Filter {}

    /// How a value stands to the bound.
    enum Operator {
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL;

        public boolean holds(int comparison) {
            return switch (this) {
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
            };
        }
    }

    default boolean matches(Metadata metadata) {
        return switch (this) {
            case And(List<Filter> all) -> all.stream().allMatch(f -> f.matches(metadata));
            case Or(List<Filter> any) -> any.stream().anyMatch(f -> f.matches(metadata));
            case Not(Filter filter) -> !filter.matches(metadata);
            case In(String key, List<Object> values) ->
                    FilterValues.at(metadata, key).stream()
                            .anyMatch(v -> values.stream().anyMatch(w -> FilterValues.equal(v, w)));
            case Compare(String key, Operator operator, Object bound) ->
                    FilterValues.at(metadata, key).stream()
                            .anyMatch(v -> FilterValues.compares(v, operator, bound));
            case Exists(String key) -> FilterValues.exists(metadata, key);
        };
    }

    /// Numbers of either kind as one.
    static BigDecimal decimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf((Long) number);
    }
}
