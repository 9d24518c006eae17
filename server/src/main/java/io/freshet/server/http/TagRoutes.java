package io.freshet.server.http;

import io.freshet.TagName;
import io.freshet.engine.Versions;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.spi.Ledger.Tagged;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Names of versions, which are retained for them.
record TagRoutes(Shards shards) {
    Reply list(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Versions versions = shards.existing(exchange.collection()).versions();
        ObjectNode tree = Json.object();
        ArrayNode tags = tree.putArray("tags");
        versions.range().tags().forEach((name, version) -> tags.add(tree(name, version)));
        tree.putNull("next");
        return Reply.ok(tree);
    }

    /// The newest version where the request names none.
    Reply put(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        TagName name = exchange.tag();
        Fields fields = Fields.of(exchange.jsonOrNothing(), "");
        Versions versions = shards.existing(exchange.collection()).versions();
        long version = AtVersion.of(fields.integer("index_version"), versions.range());
        fields.finish();
        exchange.client().take(1);
        return switch (versions.tag(name, version)) {
            case Tagged.Done() -> Reply.ok(tree(name, version));
            case Tagged.NotRetained _ -> throw AtVersion.notRetained(version, versions.range());
            case Tagged.TooMany(int most) ->
                    throw ProblemException.of(
                            ProblemCode.TOO_MANY_TAGS,
                            "a collection has at most " + most + " tags; delete one");
        };
    }

    Reply delete(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        TagName name = exchange.tag();
        exchange.client().take(1);
        Versions versions = shards.existing(exchange.collection()).versions();
        SortedMap<TagName, Long> tags = versions.range().tags();
        Long version = tags.get(name);
        if (version == null || !versions.untag(name)) {
            throw ProblemException.of(
                    ProblemCode.UNKNOWN_TAG, "tags: " + String.join(", ", names(tags)));
        }
        return Reply.ok(tree(name, version));
    }

    private static Iterable<String> names(SortedMap<TagName, Long> tags) {
        return tags.keySet().stream().map(TagName::value).toList();
    }

    private static ObjectNode tree(TagName name, long version) {
        return Json.object().put("name", name.value()).put("index_version", version);
    }
}
