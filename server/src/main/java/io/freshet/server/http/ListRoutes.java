package io.freshet.server.http;

import io.freshet.Committed;
import io.freshet.DocumentId;
import io.freshet.Filter;
import io.freshet.Version;
import io.freshet.engine.Shard;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Pages of documents and of versions.
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
                        (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT));
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
                        fields.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT));
        Optional<Long> atVersion = fields.integer("at_version").stream().boxed().findFirst();
        fields.finish();
        Shard shard = shards.existing(exchange.collection());
        if (atVersion.isPresent() && atVersion.get() != shard.feed().announced()) {
            throw ProblemException.at(
                    fields.at("at_version"),
                    ProblemCode.NOT_SUPPORTED,
                    "only the current version can be listed");
        }
        return Reply.ok(page(shard, wanted));
    }

    private record Wanted(String prefix, Filter filter, Optional<DocumentId> after, int limit) {}

    private static ObjectNode page(Shard shard, Wanted wanted) throws InterruptedException {
        ObjectNode tree = Json.object();
        ArrayNode documents = tree.putArray("documents");
        Optional<DocumentId> after = wanted.after();
        int scanned = 0;
        boolean more = true;
        while (more && documents.size() < wanted.limit() && scanned < SCANNED_MAX) {
            int ask = wanted.filter().equals(Filter.all()) ? wanted.limit() : PAGE;
            List<Committed> page = shard.list(wanted.prefix(), after, Math.min(ask, PAGE));
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
        boolean ends = !more || shard.list(wanted.prefix(), after, 1).isEmpty();
        tree.put("next", ends ? null : after.map(DocumentId::value).orElse(null));
        return tree;
    }

    Reply versions(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
        long before = query.integer("after", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        query.finish();
        Shard shard = shards.existing(exchange.collection());
        List<Version> versions = shard.versions(before, limit);
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("versions");
        versions.forEach(version -> list.add(Trees.version(version)));
        boolean ends =
                versions.size() < limit || shard.versions(versions.getLast().number(), 1).isEmpty();
        if (ends) {
            tree.putNull("next");
        } else {
            tree.put("next", versions.getLast().number());
        }
        return Reply.ok(tree);
    }
}
