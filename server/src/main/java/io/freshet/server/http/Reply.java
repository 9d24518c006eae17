package io.freshet.server.http;

import io.freshet.Problem;
import io.freshet.server.json.Json;
import io.freshet.server.json.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An answer, whole before its first byte is sent, but for a body that is written while it is.
///
/// @param headers besides the content's own
/// @param sending writes the body, where it is too large to be held; what fails then breaks the
///   connection off
record Reply(
        int status,
        String mediaType,
        byte[] body,
        Map<String, String> headers,
        Optional<Sending> sending) {
    private static final String JSON = "application/json";

    /// Writes a body, once.
    interface Sending {
        void to(OutputStream out) throws IOException;
    }

    Reply(int status, String mediaType, byte[] body, Map<String, String> headers) {
        this(status, mediaType, body, headers, Optional.empty());
    }

    static Reply streamed(String mediaType, Sending sending) {
        return new Reply(200, mediaType, new byte[0], Map.of(), Optional.of(sending));
    }

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
        return new Reply(status, mediaType, body, more, sending);
    }
}
