package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.webhook.WebhookStatus;
import io.freshet.server.webhook.Webhooks;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks of a collection: made, changed, shown and removed.
record WebhookRoutes(Shards shards, Webhooks webhooks) {
    Reply list(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName collection = shards.existing(exchange.collection()).name();
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("webhooks");
        webhooks.list(collection).forEach(webhook -> list.add(tree(webhook)));
        tree.putNull("next");
        return Reply.ok(tree);
    }

    Reply get(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName collection = shards.existing(exchange.collection()).name();
        String name = exchange.webhook();
        return Reply.ok(
                tree(webhooks.find(collection, name).orElseThrow(() -> unknown(collection, name))));
    }

    Reply put(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName collection = shards.existing(exchange.collection()).name();
        Webhooks.Changed changed =
                webhooks.change(collection, exchange.webhook(), exchange.jsonOrNothing());
        ObjectNode tree = tree(changed.status());
        changed.madeSecret().ifPresent(secret -> tree.put("secret", secret));
        return Reply.json(changed.isNew() ? 201 : 200, tree);
    }

    Reply delete(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName collection = shards.existing(exchange.collection()).name();
        String name = exchange.webhook();
        if (!webhooks.remove(collection, name)) {
            throw unknown(collection, name);
        }
        return Reply.ok(Json.object().put("name", name));
    }

    private static ProblemException unknown(CollectionName collection, String name) {
        return ProblemException.of(
                ProblemCode.UNKNOWN_WEBHOOK, collection + " has no webhook " + name);
    }

    private static ObjectNode tree(WebhookStatus webhook) {
        ObjectNode tree = Json.object();
        tree.put("name", webhook.name());
        tree.put("url", webhook.url());
        JsonNode wanted = Json.read(webhook.wanted());
        wanted.properties().forEach(each -> tree.set(each.getKey(), each.getValue()));
        tree.put("state", webhook.state().name().toLowerCase(Locale.ROOT));
        tree.put("position", webhook.position().toString());
        tree.put("index_version", webhook.position().version());
        if (webhook.behind().isPresent()) {
            tree.put("behind", webhook.behind().getAsLong());
        } else {
            tree.putNull("behind");
        }
        tree.put("delivered", webhook.posts().delivered());
        tree.put("failed", webhook.posts().failed());
        tree.put("delivered_at", webhook.posts().deliveredAt().map(Instant::toString).orElse(null));
        tree.put("problem", webhook.problem().orElse(null));
        tree.put("failing_since", webhook.failingSince().map(Instant::toString).orElse(null));
        tree.put("retry_at", webhook.retryAt().map(Instant::toString).orElse(null));
        return tree;
    }
}
