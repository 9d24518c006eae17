package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.Reembedded;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What is held since it would embed again much of what is there: shown, and confirmed.
record ReembeddingRoutes(Shards shards) {
    Reply get(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        var status = shards.existing(exchange.collection()).status();
        return Reply.ok(Json.object().set("held", tree(status.reembedding())));
    }

    Reply confirm(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields.of(exchange.jsonOrNothing(), "").finish();
        exchange.client().take(1);
        CollectionName name = exchange.collection();
        var _ = shards.existing(name);
        Optional<Reembedded> confirmed = shards.engine().get().confirmReembedding(name);
        return Reply.ok(Json.object().set("confirmed", tree(confirmed)));
    }

    /// Null where nothing is held.
    static JsonNode tree(Optional<Reembedded> held) {
        if (held.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode tree = Json.object();
        tree.put("documents", held.get().documents());
        tree.put("chunks", held.get().chunks());
        tree.put("tokens", held.get().tokens());
        tree.set("cost_usd", CostTree.usd(held.get().cost()));
        tree.put("at_least", held.get().atLeast());
        return tree;
    }
}
