package io.freshet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A document's metadata: a JSON object, sorted by key and immutable to the bottom. A value is a
/// String (well-formed), a Boolean, a Long, a BigDecimal (a number that is no long, without
/// trailing zeros), a List or a sorted Map of such values. A null member is as good as absent and
/// is dropped; a null in a list is refused. Nesting is at most 32 deep.
public record Metadata(SortedMap<String, Object> values) {
    public static final Metadata NONE = new Metadata(new TreeMap<>());
    private static final int DEPTH_MAX = 32;

    public Metadata {
        values = object(values, 1);
    }

    /// From any tree of maps, lists, strings, booleans and numbers.
    public static Metadata of(Map<String, ? extends @Nullable Object> tree) {
        return new Metadata(object(tree, 1));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /// These members, with those of `stronger` in place of their namesakes.
    public Metadata with(Metadata stronger) {
        SortedMap<String, Object> merged = new TreeMap<>(values);
        merged.putAll(stronger.values);
        return new Metadata(merged);
    }

    private static SortedMap<String, Object> object(Map<?, ?> tree, int depth) {
        checkDepth(depth);
        SortedMap<String, Object> members = new TreeMap<>();
        for (Map.Entry<?, ?> member : tree.entrySet()) {
            Object value = member.getValue();
            if (value != null) {
                members.put(Text.wellFormed(String.valueOf(member.getKey())), value(value, depth));
            }
        }
        return Collections.unmodifiableSortedMap(members);
    }

    static void checkDepth(int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("metadata is nested at most " + DEPTH_MAX + " deep");
        }
    }

    static Object value(Object value, int depth) {
        return switch (value) {
            case String text -> Text.wellFormed(text);
            case Boolean bool -> bool;
            case Number number -> number(number);
            case Map<?, ?> map -> object(map, depth + 1);
            case List<?> list -> list(list, depth + 1);
            default ->
                    throw new IllegalArgumentException(
                            "metadata holds JSON values only; type=" + value.getClass().getName());
        };
    }

    private static List<Object> list(List<?> list, int depth) {
        checkDepth(depth);
        List<Object> elements = new ArrayList<>(list.size());
        for (Object element : list) {
            if (element == null) {
                throw new IllegalArgumentException("a list in metadata holds no null");
            }
            elements.add(value(element, depth));
        }
        return Collections.unmodifiableList(elements);
    }

    private static Object number(Number number) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short) {
            return number.longValue();
        }
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        if (exact.precision() - exact.scale() > 400 || exact.scale() > 400) {
            throw new IllegalArgumentException("a number in metadata has at most 400 digits");
        }
        boolean isLong =
                exact.scale() <= 0
                        && exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                        && exact.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
        return isLong ? (Object) exact.longValueExact() : exact;
    }
}
