package io.freshet.server.http;

import io.freshet.Problem;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.CollectionStatus.State;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// Whether the process lives, and whether it may be sent requests.
record HealthRoutes(Shards shards) {
    private static final Duration SOON = Duration.ofSeconds(1);

    Reply live(Exchange exchange) {
        exchange.query().finish();
        ObjectNode tree = Json.object();
        tree.put("status", "live");
        return Reply.ok(tree);
    }

    /// A corrupt collection does not hold up the others: it is named.
    Reply ready(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        ObjectNode tree = Json.object();
        tree.put("status", "ready");
        ObjectNode collections = tree.putObject("collections");
        List<String> starting = new ArrayList<>();
        for (CollectionStatus status : shards.statuses()) {
            String name = status.name().value();
            collections.put(name, status.state().name().toLowerCase(Locale.ROOT));
            if (status.state() == State.STARTING) {
                starting.add(name);
            }
        }
        if (!starting.isEmpty()) {
            throw ProblemException.later(
                    Problem.of(
                            ProblemCode.STARTING.word(),
                            "collections are catching up: " + String.join(", ", starting)),
                    SOON);
        }
        return Reply.ok(tree);
    }
}
