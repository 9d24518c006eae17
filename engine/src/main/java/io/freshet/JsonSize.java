package io.freshet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// How many bytes metadata takes as JSON in UTF-8, without blanks. Pure.
final class JsonSize {
    private static final int REMOVED = "null".length();
    private static final int SHORT_ESCAPE = "\\n".length();
    private static final int LONG_ESCAPE = "\\u0001".length();
    private static final int BRACKETS = 2;

    private JsonSize() {}

    /// @param value as a [Metadata] or [MetadataPatch] holds it, or one of these
    static long of(Object value) {
        return switch (value) {
            case String text -> text(text);
            case Map<?, ?> object -> object(object);
            case List<?> list -> {
                long bytes = commas(list.size());
                for (Object element : list) {
                    bytes += of(element);
                }
                yield BRACKETS + bytes;
            }
            case Metadata metadata -> object(metadata.values());
            case MetadataPatch patch -> object(patch.members());
            case MetadataPatch.Removed _ -> REMOVED;
            default -> value.toString().length();
        };
    }

    private static long object(Map<?, ?> object) {
        long bytes = commas(object.size());
        for (Map.Entry<?, ?> member : object.entrySet()) {
            bytes += text(String.valueOf(member.getKey())) + 1 + of(member.getValue());
        }
        return BRACKETS + bytes;
    }

    private static int commas(int size) {
        return Math.max(0, size - 1);
    }

    private static long text(String text) {
        long more = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            more +=
                    switch (c) {
                        case '"', '\\', '\b', '\f', '\n', '\r', '\t' -> SHORT_ESCAPE - 1;
                        default -> c < ' ' ? LONG_ESCAPE - 1 : 0;
                    };
        }
        return BRACKETS + text.getBytes(StandardCharsets.UTF_8).length + more;
    }
}
