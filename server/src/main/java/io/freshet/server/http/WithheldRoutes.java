package io.freshet.server.http;

import io.freshet.DocumentId;
import io.freshet.Withheld;
import io.freshet.engine.Shard;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Deletes that a source reported among too many: shown, and released.
record WithheldRoutes(Shards shards) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    /// Only a source's deletes beyond the guard are withheld.
    private static final String REASON = "the source misses more than its delete guard allows";

    Reply list(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
        Optional<DocumentId> after = query.string("after").map(Target::documentCalled);
        query.finish();
        Shard shard = shards.existing(exchange.collection());
        List<Withheld> page = shard.withheld(after, limit + 1);
        boolean ends = page.size() <= limit;
        List<Withheld> shown = ends ? page : page.subList(0, limit);
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("withheld");
        for (Withheld delete : shown) {
            list.addObject()
                    .put("document_id", delete.document().value())
                    .put("since", delete.since().toString())
                    .put("source", delete.source())
                    .put("reason", REASON);
        }
        tree.put("next", ends ? null : shown.getLast().document().value());
        return Reply.ok(tree);
    }

    /// Those that are named, or all.
    Reply release(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.jsonOrNothing(), "");
        Optional<List<DocumentId>> documents =
                fields.has("document_ids")
                        ? Optional.of(Ids.read(fields, "document_ids"))
                        : Optional.empty();
        fields.finish();
        exchange.client().take(documents.map(List::size).orElse(1));
        Shard shard = shards.existing(exchange.collection());
        int released =
                documents.isPresent() ? shard.release(documents.get()).size() : releaseAll(shard);
        return Reply.ok(Json.object().put("released", released));
    }

    /// Page by page, and each document once: what is withheld in the meantime stays so.
    private static int releaseAll(Shard shard) throws InterruptedException {
        int released = 0;
        Optional<DocumentId> after = Optional.empty();
        while (true) {
            List<DocumentId> page =
                    shard.withheld(after, LIMIT_MAX).stream().map(Withheld::document).toList();
            if (page.isEmpty()) {
                return released;
            }
            released += shard.release(page).size();
            after = Optional.of(page.getLast());
        }
    }
}
