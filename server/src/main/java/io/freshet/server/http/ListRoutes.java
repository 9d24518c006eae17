package io.freshet.server.http;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Pages of documents.
record ListRoutes(Shards shards) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;
    private static final int PAGE = 200;

    /// A filter may match nothing: after so many documents the page ends with a `next`.
    static final int SCANNED_MAX = 10_000;

    Reply documents(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        Wanted wanted =
                new Wanted(
                        query.string("prefix").orElse(""),
                        Filter.all(),
                        query.string("after").map(Target::documentCalled),
                        (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT),
                        query.integer("at_version", 0, Long.MAX_VALUE));
        query.finish();
        return Reply.ok(page(shards.existing(exchange.collection()), wanted));
    }

    Reply documentsByPost(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.jsonOrNothing(), "");
        Wanted wanted =
                new Wanted(
                        fields.string("prefix").orElse(""),
                        fields.node("filter")
                                .map(node -> FilterReader.read(node, fields.at("filter")))
                                .orElse(Filter.all()),
                        fields.string("after").map(id -> Ids.read(id, fields.at("after"))),
                        fields.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT),
                        fields.integer("at_version"));
        fields.finish();
        return Reply.ok(page(shards.existing(exchange.collection()), wanted));
    }

    private record Wanted(
            String prefix,
            Filter filter,
            Optional<DocumentId> after,
            int limit,
            OptionalLong atVersion) {}

    private static ObjectNode page(Shard shard, Wanted wanted) throws InterruptedException {
        Versions versions = shard.versions();
        long version = AtVersion.of(wanted.atVersion(), versions.range());
        ObjectNode tree = Json.object();
        ArrayNode documents = tree.putArray("documents");
        Optional<DocumentId> after = wanted.after();
        int scanned = 0;
        boolean more = true;
        while (more && documents.size() < wanted.limit() && scanned < SCANNED_MAX) {
            int ask = wanted.filter().equals(Filter.all()) ? wanted.limit() : PAGE;
            List<Committed> page =
                    versions.list(wanted.prefix(), after, Math.min(ask, PAGE), version);
            more = !page.isEmpty();
            for (Committed document : page) {
                if (documents.size() == wanted.limit()) {
                    break;
                }
                after = Optional.of(document.document());
                scanned++;
                if (wanted.filter().matches(document.metadata())) {
                    documents.add(Trees.summary(document));
                }
            }
        }
        boolean ends = !more || versions.list(wanted.prefix(), after, 1, version).isEmpty();
        tree.put("next", ends ? null : after.map(DocumentId::value).orElse(null));
        return tree;
    }
}
