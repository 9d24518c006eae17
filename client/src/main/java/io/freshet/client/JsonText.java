package io.freshet.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the wire has it: snake_case, and members that are not known are passed over. Nothing of
/// the JSON library shows outside this package.
final class JsonText {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private JsonText() {}

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// @throws JacksonException where it is none
    static JsonNode read(byte[] json) {
        return MAPPER.readTree(json);
    }

    /// @throws JacksonException where it is none
    static JsonNode read(String json) {
        return MAPPER.readTree(json);
    }

    /// @throws JacksonException where it does not fit
    static <T> T as(JsonNode tree, Class<T> type) {
        return MAPPER.treeToValue(tree, type);
    }

    static <T> List<T> list(JsonNode array, Class<T> type) {
        List<T> values = new ArrayList<>();
        array.forEach(element -> values.add(as(element, type)));
        return List.copyOf(values);
    }

    /// Empty where it is no object.
    static Map<String, Object> object(JsonNode tree) {
        return tree.isObject()
                ? Given.map(MAPPER.readValue(MAPPER.treeAsTokens(tree), OBJECT))
                : Map.of();
    }
}
