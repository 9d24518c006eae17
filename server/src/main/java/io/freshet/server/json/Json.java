package io.freshet.server.json;

import io.freshet.Metadata;
import io.freshet.library.json.NotJsonException;
import io.freshet.library.json.StrictJson;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON as clients send and get it: what is none is a problem of the request. Safe for any thread.
public final class Json {
    public static final int DEPTH_MAX = StrictJson.DEPTH_MAX;
    public static final int STRING_CHARS_MAX = StrictJson.STRING_CHARS_MAX;

    private Json() {}

    public static ObjectNode object() {
        return StrictJson.object();
    }

    public static ArrayNode array() {
        return StrictJson.array();
    }

    /// @throws ProblemException `invalid_json`
    public static JsonNode read(byte[] body) {
        return reading(() -> StrictJson.read(body));
    }

    /// @throws ProblemException `invalid_json`
    public static JsonNode read(String text) {
        return reading(() -> StrictJson.read(text));
    }

    private static JsonNode reading(Supplier<JsonNode> reading) {
        try {
            return reading.get();
        } catch (NotJsonException e) {
            throw ProblemException.of(ProblemCode.INVALID_JSON, String.valueOf(e.getMessage()));
        }
    }

    public static byte[] bytes(JsonNode tree) {
        return StrictJson.bytes(tree);
    }

    public static String text(JsonNode tree) {
        return StrictJson.text(tree);
    }

    /// A metadata or other plain value as a tree.
    public static JsonNode tree(Object value) {
        return StrictJson.tree(value);
    }

    public static JsonNode tree(Metadata metadata) {
        return StrictJson.tree(metadata);
    }

    /// A tree as maps, lists, strings, booleans, Longs, BigDecimals and nulls.
    public static @Nullable Object plain(JsonNode node) {
        return StrictJson.plain(node);
    }

    /// The members of an object, in order.
    public static SequencedMap<String, @Nullable Object> plainObject(JsonNode node) {
        return StrictJson.plainObject(node);
    }
}
