package io.freshet.server.http;

import io.freshet.embedding.EndpointStatus;
import io.freshet.engine.EmbedderStatus;
import io.freshet.server.json.Json;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows where the models that are in use are asked, and how that goes.
record EmbedderRoutes(Shards shards) {
    Reply list(Exchange exchange) {
        exchange.query().finish();
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("embedders");
        for (EmbedderStatus embedder : shards.embedders()) {
            ObjectNode entry = list.addObject();
            entry.put("model", embedder.space().model());
            entry.put("dimensions", embedder.space().dimensions());
            entry.put("space", embedder.space().fingerprint());
            entry.put("pooled_texts", embedder.pooledTexts());
            ArrayNode endpoints = entry.putArray("endpoints");
            embedder.endpoints().forEach(endpoint -> add(endpoints, endpoint));
        }
        tree.putNull("next");
        return Reply.ok(tree);
    }

    private static void add(ArrayNode endpoints, EndpointStatus endpoint) {
        endpoints
                .addObject()
                .put("name", endpoint.name())
                .put("state", endpoint.state().name().toLowerCase(Locale.ROOT))
                .put("problem", endpoint.problem().orElse(null))
                .put("requests", endpoint.requests())
                .put("failures", endpoint.failures());
    }
}
