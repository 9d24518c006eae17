package io.freshet.benchmarks.subscribers;

import io.freshet.server.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What one client has read of the feed: each version is one change and its end, and the next one
/// is the one that must come. Confined to one thread.
final class Followed {
    private final long first;
    private long version;
    private boolean ended = true;
    private Optional<String> position = Optional.empty();

    /// @param version after which it begins
    Followed(long version) {
        this.first = version;
        this.version = version;
    }

    /// Versions that came whole.
    long versions() {
        return version - first - (ended ? 0 : 1);
    }

    /// What to ask for, to go on from here.
    String subscription() {
        var request = Json.object().put("action", "subscribe").put("collection", "knowledge_base");
        position.ifPresentOrElse(
                since -> request.put("since", since), () -> request.put("since_version", first));
        return request.toString();
    }

    /// @return whether a version has come to its end
    boolean handle(String text) {
        JsonNode frame = Json.read(text);
        boolean ends = frame.path("type").asString("").equals("batch_complete");
        JsonNode holder = ends ? frame : frame.path("event");
        long expected = ended ? version + 1 : version;
        if (ends == ended || holder.path("index_version").asLong(-1) != expected) {
            throw new IllegalStateException(
                    "version " + expected + " was expected, its end: " + !ended + ": " + text);
        }
        version = expected;
        ended = ends;
        position = Optional.of(frame.path("position").asString());
        return ends;
    }
}
