package io.freshet.server.http;

import io.freshet.ChangeSet;
import io.freshet.Committed;
import io.freshet.DryRun;
import io.freshet.Money;
import io.freshet.Outcome;
import io.freshet.Placement;
import io.freshet.Price;
import io.freshet.TagName;
import io.freshet.Vector;
import io.freshet.Version;
import io.freshet.server.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The engine's values as the wire shows them.
final class Trees {
    private Trees() {}

    /// @param tags of any version
    /// @param price of the collection's model
    static ObjectNode version(
            Version version, SortedMap<TagName, Long> tags, Optional<Price> price) {
        ObjectNode tree = Json.object();
        tree.put("index_version", version.number());
        tree.put("timestamp", version.timestamp().toString());
        tree.put("cause", version.cause().word());
        tree.set("documents", documents(version.documents()));
        tree.set("chunks", chunks(version.chunks()));
        tree.set("tokens", tokens(version.tokens()));
        tree.set("cost_usd", usd(price, version.tokens()));
        ArrayNode names = tree.putArray("tags");
        tags.forEach(
                (name, tagged) -> {
                    if (tagged == version.number()) {
                        names.add(name.value());
                    }
                });
        return tree;
    }

    static ObjectNode documents(Version.Documents documents) {
        ObjectNode tree = Json.object();
        tree.put("inserted", documents.inserted());
        tree.put("updated", documents.updated());
        tree.put("deleted", documents.deleted());
        return tree;
    }

    static ObjectNode chunks(Version.Chunks chunks) {
        ObjectNode tree = Json.object();
        tree.put("added", chunks.added());
        tree.put("removed", chunks.removed());
        tree.put("kept", chunks.kept());
        return tree;
    }

    static ObjectNode tokens(ChangeSet.Tokens tokens) {
        ObjectNode tree = Json.object();
        tree.put("embedded", tokens.embedded());
        tree.put("spared", tokens.spared());
        return tree;
    }

    static ObjectNode dryRun(DryRun.Would run, Optional<Price> price) {
        ObjectNode tree = Json.object();
        ObjectNode documents = documents(run.documents());
        documents.put("unchanged", run.unchanged());
        tree.set("documents", documents);
        tree.set("chunks", chunks(run.chunks()));
        tree.set("tokens", tokens(run.tokens()));
        tree.set("cost_usd", usd(price, run.tokens()));
        return tree;
    }

    /// By the estimate of tokens; null where the price is not known.
    private static JsonNode usd(Optional<Price> price, ChangeSet.Tokens tokens) {
        return CostTree.usd(
                tokens.embedded() == 0
                        ? Optional.of(Money.ZERO)
                        : price.map(known -> known.of(tokens.embedded())));
    }

    static ArrayNode failed(List<Outcome.Failed> failed) {
        ArrayNode list = Json.array();
        for (Outcome.Failed one : failed) {
            ObjectNode tree = list.addObject();
            tree.put("document_id", one.document().value());
            tree.put("code", one.code());
            tree.put("detail", one.detail());
        }
        return list;
    }

    static ArrayNode failing(List<Outcome.Failing> failing) {
        ArrayNode list = Json.array();
        for (Outcome.Failing one : failing) {
            ObjectNode tree = list.addObject();
            tree.put("document_id", one.document().value());
            tree.put("code", "retrying");
            tree.put("detail", one.detail());
            tree.put("retry_at", one.retryAt().orElse(null));
        }
        return list;
    }

    /// A document in a list.
    static ObjectNode summary(Committed document) {
        ObjectNode tree = Json.object();
        tree.put("document_id", document.document().value());
        tree.put("index_version", document.version());
        tree.put("updated_at", document.updatedAt().toString());
        tree.put("media_type", document.content().format().mediaType());
        tree.set("metadata", Json.tree(document.metadata()));
        return tree;
    }

    /// A document with its text and chunks.
    ///
    /// @param vectors those that are to be shown, by hash
    static ObjectNode document(Committed document, Map<String, Vector> vectors) {
        ObjectNode tree = summary(document);
        String text = document.content().text();
        tree.put("text", text);
        ArrayNode chunks = tree.putArray("chunks");
        for (Placement placement : document.placements()) {
            ObjectNode chunk = chunks.addObject();
            chunk.put("chunk_id", placement.hash());
            chunk.put("ordinal", chunks.size() - 1);
            chunk.put("start", placement.start());
            chunk.put("end", placement.end());
            chunk.put("tokens", placement.tokens());
            chunk.set("headings", Json.tree(placement.headings()));
            chunk.put("text", text.substring(placement.start(), placement.end()));
            Vector vector = vectors.get(placement.hash());
            if (vector != null) {
                ArrayNode numbers = chunk.putArray("vector");
                for (float value : vector.values()) {
                    numbers.add(value);
                }
            }
        }
        return tree;
    }
}
