package io.freshet.adapter.text;

import io.freshet.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.toml.TomlMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML or TOML as metadata; nothing where it is no object, broken, or more than metadata may
/// be. An alias is refused, so that a small text cannot stand for a large one. Dates are the
/// strings that were written, nulls are dropped.
final class ObjectReader {
    private static final ObjectMapper YAML =
            YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();
    private static final ObjectMapper TOML =
            TomlMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private ObjectReader() {}

    static Optional<Metadata> yaml(String text) {
        return read(YAML, text);
    }

    static Optional<Metadata> toml(String text) {
        return read(TOML, text);
    }

    private static Optional<Metadata> read(ObjectMapper mapper, String text) {
        try {
            if (text.isBlank()) {
                return Optional.of(Metadata.NONE);
            }
            if (hasAlias(mapper, text)) {
                return Optional.empty();
            }
            Object tree = mapper.readValue(text, Object.class);
            return tree instanceof Map<?, ?> map
                    ? Optional.of(Metadata.of(withoutNulls(map)))
                    : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean hasAlias(ObjectMapper mapper, String text) {
        try (JsonParser parser = mapper.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Map<String, Object> withoutNulls(Map<?, ?> map) {
        Map<String, Object> kept = new LinkedHashMap<>();
        map.forEach(
                (key, value) -> {
                    Object bare = withoutNulls(value);
                    if (bare != null) {
                        kept.put(String.valueOf(key), bare);
                    }
                });
        return kept;
    }

    private static @Nullable Object withoutNulls(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> withoutNulls(map);
            case List<?> list -> {
                List<Object> kept = new ArrayList<>();
                list.stream()
                        .map(ObjectReader::withoutNulls)
                        .filter(Objects::nonNull)
                        .forEach(kept::add);
                yield kept;
            }
            case null -> null;
            default -> value;
        };
    }
}
