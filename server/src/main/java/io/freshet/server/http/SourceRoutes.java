package io.freshet.server.http;

import io.freshet.SourceStatus;
import io.freshet.engine.Shard;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Sources as the wire shows them, and what they skipped.
record SourceRoutes(Shards shards) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    /// Between source and path in `next`, which is opaque; neither holds one.
    private static final char BETWEEN = '\n';

    static ArrayNode sources(List<SourceStatus> sources) {
        ArrayNode list = Json.array();
        for (SourceStatus source : sources) {
            ObjectNode tree = list.addObject();
            tree.put("name", source.name());
            tree.put("type", source.type());
            tree.put("path", source.location());
            tree.put("state", source.state().name().toLowerCase(Locale.ROOT));
            tree.put("files", source.files());
            tree.put("read", source.read());
            tree.put("to_read", source.toRead());
            tree.put("skipped", source.skipped());
            tree.put("withheld", source.withheld());
            tree.put("held", source.held());
            tree.put("problem", source.problem().orElse(null));
            tree.put("last_scan", source.lastScan().map(Instant::toString).orElse(null));
        }
        return list;
    }

    Reply skipped(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
        Optional<SourceStatus.Skipped> after = query.string("after").map(SourceRoutes::key);
        query.finish();
        Shard shard = shards.existing(exchange.collection());
        List<SourceStatus.Skipped> page = shard.skipped(after, limit + 1);
        List<SourceStatus.Skipped> shown = page.subList(0, Math.min(limit, page.size()));
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("skipped");
        for (SourceStatus.Skipped skipped : shown) {
            ObjectNode entry = list.addObject();
            entry.put("source", skipped.source());
            entry.put("path", skipped.path());
            entry.put("reason", skipped.reason());
        }
        boolean ends = page.size() <= limit;
        tree.put("next", ends ? null : shown.getLast().source() + BETWEEN + shown.getLast().path());
        return Reply.ok(tree);
    }

    private static SourceStatus.Skipped key(String text) {
        int between = text.indexOf(BETWEEN);
        if (between < 0) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "after is the `next` of an earlier answer");
        }
        return new SourceStatus.Skipped(
                text.substring(0, between), text.substring(between + 1), "");
    }
}
