package io.freshet.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object in the order in which they were said. Immutable.
record Fields(Map<String, Object> values) {
    static final Fields NONE = new Fields(Map.of());

    Fields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    Fields with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Fields(more);
    }

    /// What is null is left out.
    Fields known(String name, @Nullable Object value) {
        return value == null ? this : with(name, value);
    }

    /// It is said to be null.
    Fields empty(String name) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, null);
        return new Fields(more);
    }

    Fields plus(Fields other) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.putAll(other.values);
        return new Fields(more);
    }

    Fields without(String name) {
        Map<String, Object> fewer = new LinkedHashMap<>(values);
        fewer.remove(name);
        return new Fields(fewer);
    }

    Optional<Object> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
