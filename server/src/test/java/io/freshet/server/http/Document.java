package io.freshet.server.http;

import io.freshet.server.json.Json;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// What a test sends.
///
/// @param metadata strings; empty for none
record Document(String id, String text, SortedMap<String, String> metadata) {
    static Document document(String id, String text) {
        return new Document(id, text, new TreeMap<>());
    }

    Document with(String key, String value) {
        return new Document(id, text, new TreeMap<>(Map.of(key, value)));
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("text", text);
        if (!metadata.isEmpty()) {
            ObjectNode members = json.putObject("metadata");
            metadata.forEach(members::put);
        }
        return json;
    }

    ObjectNode event() {
        return json().put("event_type", "update").put("document_id", id);
    }

    /// A file says it in front matter, whose quoting is that of JSON.
    String file() {
        if (metadata.isEmpty()) {
            return text;
        }
        StringBuilder front = new StringBuilder("---\n");
        metadata.forEach(
                (key, value) ->
                        front.append(key)
                                .append(": ")
                                .append(Json.object().put("v", value).get("v"))
                                .append('\n'));
        return front + "---\n\n" + text;
    }
}
