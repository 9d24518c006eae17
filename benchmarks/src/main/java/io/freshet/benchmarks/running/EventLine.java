package io.freshet.benchmarks.running;

import io.freshet.server.json.Json;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/// An event as a line of a stream (NDJSON).
public final class EventLine {
    private EventLine() {}

    /// This is the document now; more of the event may be put to it.
    public static ObjectNode upsert(String id, String text) {
        return Json.object().put("event_type", "update").put("document_id", id).put("text", text);
    }

    public static byte[] bytes(ObjectNode event) {
        return (event + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
