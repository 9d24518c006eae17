package io.freshet.server.page;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What `/asyncapi.json` promises of the server's frames. Safe for any thread.
public final class StreamContract {
    private static final Description STREAM = Description.read(PageFiles.ASYNCAPI);

    private StreamContract() {}

    /// What of a frame from the server is not described; empty where all of it is.
    public static List<String> findings(JsonNode frame) {
        String type = frame.path("type").asString("");
        JsonNode message =
                STREAM.resolved(
                        STREAM.root().get("channels").get("stream").get("messages").path(type));
        return message.isMissingNode()
                ? List.of("no such frame is described: " + type)
                : STREAM.findings(message.get("payload"), frame);
    }
}
