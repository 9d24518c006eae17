package io.freshet;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is wrong, for whoever must mend it.
///
/// @param code a stable word, listed in the docs
/// @param detail one sentence that names the field and the remedy
/// @param pointer the JSON pointer of the element at fault, where one is
/// @param counts numbers by name, for a program to act on
public record Problem(
        String code, String detail, Optional<String> pointer, SortedMap<String, Long> counts) {
    public Problem {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public Problem(String code, String detail, Optional<String> pointer) {
        this(code, detail, pointer, Collections.emptySortedMap());
    }

    public Problem with(String name, long count) {
        SortedMap<String, Long> more = new TreeMap<>(counts);
        more.put(name, count);
        return new Problem(code, detail, pointer, more);
    }

    public static Problem of(String code, String detail) {
        return new Problem(code, detail, Optional.empty());
    }

    public static Problem at(String pointer, String code, String detail) {
        return new Problem(code, detail, Optional.of(pointer));
    }
}
