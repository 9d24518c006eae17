package io.freshet.adapter.json;

import io.freshet.Metadata;
import io.freshet.MetadataPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Metadata and metadata patches as JSON text: keys sorted, numbers exact, so that equal values are
/// equal text and what is read is what was written. Safe for any thread.
///
/// A patch is written as RFC 7396 has it: null removes, an object is a nested patch. One thing that
/// the RFC cannot say arises where two patches are composed: a member that *becomes* an object,
/// whatever was there before. It is written as the list `[null, {…}]`, which is free because a list
/// in metadata holds no null.
public final class MetadataJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private MetadataJson() {}

    public static String write(Metadata metadata) {
        return MAPPER.writeValueAsString(metadata.values());
    }

    /// @throws IllegalArgumentException where the text is not a JSON object that metadata may be
    public static Metadata read(String text) {
        return Metadata.of(tree(text));
    }

    public static String write(MetadataPatch patch) {
        return MAPPER.writeValueAsString(written(patch));
    }

    /// @throws IllegalArgumentException where the text is not a JSON object that a patch may be
    public static MetadataPatch readPatch(String text) {
        return patch(tree(text));
    }

    private static Map<String, @Nullable Object> tree(String text) {
        Object tree;
        try {
            tree = MAPPER.readValue(text, Object.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON; at=" + at(e), e);
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("not a JSON object");
        }
        Map<String, @Nullable Object> members = new TreeMap<>();
        map.forEach((key, value) -> members.put(String.valueOf(key), value));
        return members;
    }

    private static String at(JacksonException e) {
        return e.getLocation() == null
                ? "unknown"
                : e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
    }

    private static SortedMap<String, @Nullable Object> written(MetadataPatch patch) {
        SortedMap<String, @Nullable Object> tree = new TreeMap<>();
        patch.members().forEach((key, value) -> tree.put(key, written(value)));
        return tree;
    }

    private static @Nullable Object written(Object member) {
        return switch (member) {
            case MetadataPatch.Removed _ -> null;
            case MetadataPatch nested -> written(nested);
            case Map<?, ?> becomes -> becomes(becomes);
            default -> member;
        };
    }

    private static List<@Nullable Object> becomes(Map<?, ?> object) {
        List<@Nullable Object> marked = new ArrayList<>();
        marked.add(null);
        marked.add(object);
        return marked;
    }

    private static MetadataPatch patch(Map<?, ? extends @Nullable Object> tree) {
        SortedMap<String, Object> members = new TreeMap<>();
        tree.forEach((key, value) -> members.put(String.valueOf(key), member(value)));
        return new MetadataPatch(members);
    }

    private static Object member(@Nullable Object value) {
        return switch (value) {
            case null -> MetadataPatch.Removed.REMOVED;
            case Map<?, ?> nested -> patch(nested);
            case List<?> list when isMarked(list) -> plain(list.get(1));
            default -> plain(value);
        };
    }

    private static boolean isMarked(List<?> list) {
        return list.size() == 2 && list.get(0) == null && list.get(1) instanceof Map<?, ?>;
    }

    /// A value as metadata holds it.
    private static Object plain(Object value) {
        return Metadata.of(Map.of("value", value)).values().sequencedValues().getFirst();
    }
}
