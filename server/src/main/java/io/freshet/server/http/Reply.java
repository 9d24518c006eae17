package io.freshet.server.http;

import io.freshet.Problem;
import io.freshet.server.json.Json;
import io.freshet.server.json.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An answer, whole before its first byte is sent.
///
/// @param headers besides the content's own
record Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Reply json(int status, JsonNode tree) {
        return new Reply(status, JSON, Json.bytes(tree), Map.of());
    }

    static Reply ok(JsonNode tree) {
        return json(200, tree);
    }

    static Reply text(String mediaType, String text) {
        return new Reply(200, mediaType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /// The client's own copy is still right.
    static Reply unchanged(String mediaType) {
        return new Reply(304, mediaType, new byte[0], Map.of());
    }

    static Reply problem(Problem problem) {
        return new Reply(
                Problems.status(problem),
                Problems.MEDIA_TYPE,
                Json.bytes(Problems.tree(problem)),
                Map.of());
    }

    /// The client may come back after this time; whole seconds, at least one.
    Reply retryAfter(Duration time) {
        return with("Retry-After", Long.toString(Math.max(1, time.plusMillis(999).toSeconds())));
    }

    Reply with(String name, String value) {
        Map<String, String> more = new java.util.TreeMap<>(headers);
        more.put(name, value);
        return new Reply(status, mediaType, body, more);
    }
}
