package io.freshet.server.http;

import io.freshet.CollectionName;
import io.freshet.engine.CollectionStatus;
import io.freshet.engine.Engine;
import io.freshet.engine.Shard;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.OwnSettings;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.webhook.WebhookStatus;
import io.freshet.server.webhook.Webhooks;
import io.freshet.spi.Ledger;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Collections: listed, made, changed and removed, and how one stands.
record CollectionRoutes(Shards shards, Webhooks webhooks) {
    Reply list(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("collections");
        for (CollectionStatus status : shards.statuses()) {
            list.add(StatusTree.brief(status));
        }
        tree.putNull("next");
        return Reply.ok(tree);
    }

    /// Makes the collection where it is not there, and sets what the body says.
    Reply put(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName name = exchange.collection();
        Map<String, Optional<String>> changes = SettingsReader.read(exchange.jsonOrNothing());
        boolean known = shards.isKnown(name);
        Shard shard = changes.isEmpty() ? shards.create(name) : changed(name, changes);
        return Reply.json(known ? 200 : 201, full(shard));
    }

    private Shard changed(CollectionName name, Map<String, Optional<String>> changes)
            throws InterruptedException {
        requireNotConfigured(name, "its settings are changed there, and taken up by a restart");
        CollectionConfigs configs = shards.configs();
        OwnSettings before = configs.own(name);
        OwnSettings after = before.with(changes);
        SettingsChange change = SettingsChange.of(configs, name, after);
        Optional<Shard> known = shards.find(name);
        if (known.isPresent() && after.equals(before)) {
            return known.get();
        }
        if (known.isPresent()) {
            change.requireNoMigration(known.get().status().head());
        }
        return shards.engine().get().change(name, head -> change(name, changes, head));
    }

    /// In the collection's turn, after whatever else was changed before.
    private void change(
            CollectionName name, Map<String, Optional<String>> changes, Ledger.Head head) {
        CollectionConfigs configs = shards.configs();
        OwnSettings after = configs.own(name).with(changes);
        SettingsChange.of(configs, name, after).requireNoMigration(head);
        configs.keep(name, after);
    }

    private void requireNotConfigured(CollectionName name, String what) {
        if (shards.configs().isConfigured(name)) {
            throw ProblemException.of(
                    ProblemCode.CONFIGURED,
                    "the collection " + name + " is named in the configuration file: " + what);
        }
    }

    Reply get(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        return Reply.ok(full(shards.existing(exchange.collection())));
    }

    private ObjectNode full(Shard shard) throws InterruptedException {
        ObjectNode tree = StatusTree.full(shard.status());
        tree.set("migration", MigrationTree.brief(shard, shards.configs()));
        tree.set("webhooks", webhooks(shard.name()));
        tree.set("settings", SettingsReader.tree(shards.configs().written(shard.name())));
        return tree;
    }

    /// How many are in each state.
    private ObjectNode webhooks(CollectionName name) {
        Map<WebhookStatus.State, Integer> counts = new EnumMap<>(WebhookStatus.State.class);
        webhooks.list(name).forEach(webhook -> counts.merge(webhook.state(), 1, Integer::sum));
        ObjectNode tree = Json.object();
        for (WebhookStatus.State state : WebhookStatus.State.values()) {
            tree.put(state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0));
        }
        return tree;
    }

    Reply delete(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        CollectionName name = exchange.collection();
        requireNotConfigured(name, "take it out there first, since it would be made again");
        Engine.Removed removed =
                shards.engine().get().remove(name).orElseThrow(() -> Shards.unknown(name));
        ObjectNode tree = Json.object();
        tree.put("collection", name.value());
        tree.put("documents", removed.documents());
        tree.put("index_version", removed.version());
        return Reply.ok(tree);
    }
}
