package io.freshet.library.json;

import io.freshet.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The one mapper: strict about duplicates and trailing text, bounded in depth and length. Safe for
/// any thread.
public final class StrictJson {
    public static final int DEPTH_MAX = 100;
    public static final int STRING_CHARS_MAX = 16 * 1024 * 1024;
    private static final int NAME_CHARS_MAX = 1024;
    private static final int NUMBER_DIGITS_MAX = 500;
    private static final int DETAIL_CHARS_MAX = 200;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxStringLength(STRING_CHARS_MAX)
                                                    .maxNameLength(NAME_CHARS_MAX)
                                                    .maxNumberLength(NUMBER_DIGITS_MAX)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private StrictJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /// @throws NotJsonException where it is none
    public static JsonNode read(byte[] body) {
        return reading(() -> MAPPER.readTree(body));
    }

    /// @throws NotJsonException where it is none
    public static JsonNode read(String text) {
        return reading(() -> MAPPER.readTree(text));
    }

    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    public static String text(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    /// A metadata or other plain value as a tree.
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static JsonNode tree(Metadata metadata) {
        return MAPPER.valueToTree(metadata.values());
    }

    /// A tree as maps, lists, strings, booleans, Longs, BigDecimals and nulls.
    public static @Nullable Object plain(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> plainObject(node);
            case ARRAY -> plainArray(node);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> plainNumber(node);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    /// The members of an object, in order.
    public static SequencedMap<String, @Nullable Object> plainObject(JsonNode node) {
        SequencedMap<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            members.put(member.getKey(), plain(member.getValue()));
        }
        return members;
    }

    private static List<@Nullable Object> plainArray(JsonNode node) {
        List<@Nullable Object> elements = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            elements.add(plain(element));
        }
        return elements;
    }

    private static Number plainNumber(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong()
                    ? (Number) node.longValue()
                    : new java.math.BigDecimal(node.bigIntegerValue());
        }
        return node.decimalValue();
    }

    private static JsonNode reading(Reading reading) {
        try {
            JsonNode tree = reading.read();
            if (tree == null || tree.isMissingNode()) {
                throw new NotJsonException("the body is empty; send a JSON value");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw new NotJsonException(
                    "the JSON is beyond a limit: nesting "
                            + DEPTH_MAX
                            + ", a name "
                            + NAME_CHARS_MAX
                            + " characters, a number "
                            + NUMBER_DIGITS_MAX
                            + " digits, a string "
                            + STRING_CHARS_MAX
                            + " characters");
        } catch (JacksonException e) {
            throw new NotJsonException(described(e));
        }
    }

    private static String described(JacksonException e) {
        String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
        String line = message.lines().findFirst().orElse("not valid JSON");
        line = line.replaceFirst(" \\(start marker at .*", "");
        String cut = line.length() <= DETAIL_CHARS_MAX ? line : line.substring(0, DETAIL_CHARS_MAX);
        return e.getLocation() == null
                ? cut
                : "line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr()
                        + ": "
                        + cut;
    }

    @FunctionalInterface
    private interface Reading {
        @Nullable JsonNode read();
    }
}
