package io.freshet;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a [Filter] finds and compares the values of a document's metadata; stores that index
/// metadata use it too, so that there is one meaning.
public final class FilterValues {
    private FilterValues() {}

    /// The scalar values at a path: of a list each element, of an object none. A key that holds
    /// dots itself is found too, its longest prefix first. A path leads through the objects of a
    /// list.
    public static List<Object> at(Metadata metadata, String path) {
        List<Object> scalars = new ArrayList<>();
        for (Object value : under(metadata.values(), path)) {
            collect(value, scalars);
        }
        return scalars;
    }

    public static boolean exists(Metadata metadata, String path) {
        return !under(metadata.values(), path).isEmpty();
    }

    public static boolean equal(Object a, Object b) {
        if (isNumber(a) && isNumber(b)) {
            return Filter.decimal(a).compareTo(Filter.decimal(b)) == 0;
        }
        return a.equals(b);
    }

    static boolean compares(Object value, Filter.Operator operator, Object bound) {
        if (isNumber(value) && isNumber(bound)) {
            return operator.holds(Filter.decimal(value).compareTo(Filter.decimal(bound)));
        }
        if (value instanceof String text && bound instanceof String limit) {
            Optional<Instant> time = time(limit);
            if (time.isPresent()) {
                return time(text).filter(t -> operator.holds(t.compareTo(time.get()))).isPresent();
            }
            return operator.holds(Text.compareUtf8(text, limit));
        }
        return false;
    }

    public static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof BigDecimal;
    }

    /// The instant that an RFC 3339 date-time names; one without zone is taken as UTC.
    public static Optional<Instant> time(String text) {
        if (text.length() < 19 || text.length() > 40 || text.charAt(4) != '-') {
            return Optional.empty();
        }
        String iso = text.replace(' ', 'T');
        try {
            return Optional.of(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeParseException zoned) {
            try {
                return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException local) {
                return Optional.empty();
            }
        }
    }

    private static List<Object> under(@Nullable Object tree, String path) {
        List<Object> found = new ArrayList<>();
        if (tree instanceof List<?> list) {
            list.forEach(element -> found.addAll(under(element, path)));
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return found;
        }
        Object whole = map.get(path);
        if (whole != null) {
            found.add(whole);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            found.addAll(under(map.get(path.substring(0, dot)), path.substring(dot + 1)));
        }
        return found;
    }

    private static void collect(Object value, List<Object> scalars) {
        switch (value) {
            case List<?> list -> list.forEach(element -> collect(element, scalars));
            case Map<?, ?> _ -> {}
            default -> scalars.add(value);
        }
    }
}
