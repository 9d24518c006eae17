package io.freshet.server.http;

import io.freshet.DocumentId;
import io.freshet.engine.Versions;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Documents that differ from their source since a rollback: shown, and released.
record HeldRoutes(Shards shards) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    Reply list(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
        Optional<DocumentId> after = query.string("after").map(Target::documentCalled);
        query.finish();
        List<DocumentId> page =
                shards.existing(exchange.collection()).versions().held(after, limit + 1);
        boolean ends = page.size() <= limit;
        List<DocumentId> shown = ends ? page : page.subList(0, limit);
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("held");
        shown.forEach(document -> list.addObject().put("document_id", document.value()));
        tree.put("next", ends ? null : shown.getLast().value());
        return Reply.ok(tree);
    }

    /// Those that are named, or all.
    Reply release(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.jsonOrNothing(), "");
        Optional<List<DocumentId>> named =
                fields.has("document_ids")
                        ? Optional.of(Ids.read(fields, "document_ids"))
                        : Optional.empty();
        fields.finish();
        exchange.client().take(named.map(List::size).orElse(1));
        Versions versions = shards.existing(exchange.collection()).versions();
        List<DocumentId> released =
                versions.unhold(
                        named.orElseGet(() -> versions.held(Optional.empty(), Integer.MAX_VALUE)));
        return Reply.ok(Json.object().put("released", released.size()));
    }
}
