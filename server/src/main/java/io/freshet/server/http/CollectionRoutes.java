package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.Shard;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Collections: listed, made, and how one stands.
record CollectionRoutes(Shards shards) {
    Reply list(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("collections");
        for (Shard shard : shards.all()) {
            list.add(StatusTree.brief(shard.status()));
        }
        tree.putNull("next");
        return Reply.ok(tree);
    }

    /// Makes the collection where it is not there. It takes no settings.
    Reply put(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName name = exchange.collection();
        Fields.of(exchange.jsonOrNothing(), "").finish();
        Optional<Shard> known = shards.find(name);
        CollectionStatus status = shards.create(name).status();
        return Reply.json(known.isPresent() ? 200 : 201, StatusTree.full(status));
    }

    Reply get(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        return Reply.ok(StatusTree.full(shards.existing(exchange.collection()).status()));
    }
}
