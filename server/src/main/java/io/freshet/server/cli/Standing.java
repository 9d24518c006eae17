package io.freshet.server.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How a collection stands, as far as it matters to who waits for it.
///
/// @param settled accepted events that are applied, superseded or ignored
/// @param givenUp accepted events that are dead letters, or were
/// @param failing documents whose change was tried several times in vain
/// @param held documents that wait for somebody's word, since they would embed much again
/// @param isShown all that is committed is searchable
record Standing(
        long accepted,
        long settled,
        long givenUp,
        List<JsonNode> failing,
        long held,
        boolean isShown,
        long version,
        long texts,
        long tokens,
        long spared) {
    private static final int TRIES_MIN = 3;

    static Standing of(JsonNode status) {
        JsonNode complete = status.path("complete");
        JsonNode spent = status.path("spent");
        List<JsonNode> failing = new ArrayList<>();
        for (JsonNode one : status.path("failing")) {
            if (one.path("attempts").asInt(0) >= TRIES_MIN) {
                failing.add(one);
            }
        }
        return new Standing(
                complete.path("accepted").asLong(0) - complete.path("withheld").asLong(0),
                complete.path("applied").asLong(0)
                        + complete.path("superseded").asLong(0)
                        + complete.path("ignored").asLong(0),
                complete.path("dead").asLong(0) + complete.path("discarded").asLong(0),
                failing,
                status.path("reembedding").path("documents").asLong(0),
                status.path("index_version").asLong(0)
                        >= status.path("committed_version").asLong(0),
                status.path("index_version").asLong(0),
                spent.path("texts").asLong(0),
                spent.path("tokens").asLong(0),
                spent.path("kept_chunks").asLong(0) + spent.path("known_vectors").asLong(0));
    }

    /// Whether what was accepted up to then is searchable, fails again and again, or is held.
    boolean hasSettled(long acceptedThen) {
        return settled + givenUp + failing.size() + held >= acceptedThen && isShown;
    }

    /// A counter's growth; the server may have started anew in between.
    static long since(long before, long now) {
        return now >= before ? now - before : now;
    }
}
