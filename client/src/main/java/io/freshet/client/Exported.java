package io.freshet.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A collection that was exported whole.
///
/// @param sha256 of all lines but the last, which says so
public record Exported(long documents, long chunks, long vectors, String sha256) {
    /// @param end of the lines
    static Exported footer(byte[] end) {
        String last = new String(end, StandardCharsets.UTF_8).stripTrailing();
        JsonNode tree = tree(last.substring(last.lastIndexOf('\n') + 1));
        if (tree == null || !tree.path("type").asString("").equals("footer")) {
            throw FreshetConnectionException.ended("the export was cut off: no footer came", null);
        }
        return JsonText.as(tree, Exported.class);
    }

    private static @Nullable JsonNode tree(String line) {
        try {
            return JsonText.read(line);
        } catch (JacksonException e) {
            return null;
        }
    }
}
