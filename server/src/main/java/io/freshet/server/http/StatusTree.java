package io.freshet.server.http;

import io.freshet.engine.CollectionStatus;
import io.freshet.engine.CollectionStatus.CostSoFar;
import io.freshet.engine.CollectionStatus.Spent;
import io.freshet.engine.CollectionStatus.StoreStatus;
import io.freshet.server.json.Json;
import io.freshet.spi.Journal;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a collection stands, as the wire shows it.
final class StatusTree {
    private static final double MS_PER_SECOND = 1000.0;

    private StatusTree() {}

    /// As an entry of a list.
    static ObjectNode brief(CollectionStatus status) {
        ObjectNode tree = Json.object();
        tree.put("name", status.name().value());
        tree.put("state", status.state().name().toLowerCase(Locale.ROOT));
        tree.put("documents", status.head().documents());
        tree.put("chunks", status.head().chunks());
        tree.put("index_version", status.searchable());
        tree.put("sequence", status.journal().sequence());
        tree.put("pending", status.journal().waitingDocuments());
        tree.put("oldest_pending_seconds", status.oldestWaiting().toMillis() / MS_PER_SECOND);
        tree.put("history", status.head().history());
        return tree;
    }

    static ObjectNode full(CollectionStatus status) {
        ObjectNode tree = brief(status);
        tree.put("committed_version", status.head().version());
        ObjectNode retained = tree.putObject("retained");
        retained.put("oldest_version", status.head().oldest());
        retained.put("tags", status.retained().tags());
        retained.put("bytes", status.retained().bytes());
        if (status.freshness().isPresent()) {
            ObjectNode freshness = tree.putObject("freshness");
            freshness.put("p50_ms", status.freshness().get().p50Ms());
            freshness.put("p99_ms", status.freshness().get().p99Ms());
        } else {
            tree.putNull("freshness");
        }
        tree.set("stores", stores(status));
        tree.set("complete", complete(status));
        tree.put("withheld", status.journal().withheld());
        tree.put("dead_letters", status.journal().dead());
        tree.set("failing", failing(status.journal()));
        tree.put("problem", status.problem().orElse(null));
        tree.put("embedder_problem", status.embedder().orElse(null));
        tree.put("budget_problem", status.budget().orElse(null));
        tree.set("reembedding", ReembeddingRoutes.tree(status.reembedding()));
        tree.put("backlog_problem", status.backlog().orElse(null));
        tree.set("spent", spent(status.spent()));
        tree.set("cost", cost(status));
        tree.set("sources", SourceRoutes.sources(status.sources()));
        return tree;
    }

    private static ObjectNode cost(CollectionStatus status) {
        ObjectNode tree = Json.object();
        tree.set("today_usd", CostTree.usd(status.cost().map(CostSoFar::today)));
        tree.set("month_usd", CostTree.usd(status.cost().map(CostSoFar::month)));
        return tree;
    }

    private static ArrayNode stores(CollectionStatus status) {
        ArrayNode list = Json.array();
        for (StoreStatus store : status.stores()) {
            ObjectNode tree = list.addObject();
            tree.put("name", store.name());
            tree.put("applied_version", store.applied());
            tree.put("rows", store.rows());
            tree.put("healthy", store.problem().isEmpty());
            tree.put("problem", store.problem().orElse(null));
        }
        return list;
    }

    /// Accepted events are each somewhere: `balanced` says that the counts add up.
    private static ObjectNode complete(CollectionStatus status) {
        Journal.Status journal = status.journal();
        ObjectNode tree = Json.object();
        tree.put("accepted", journal.accepted());
        tree.put("applied", journal.applied());
        tree.put("superseded", journal.superseded());
        tree.put("ignored", journal.ignored());
        tree.put("waiting", journal.waiting());
        tree.put("dead", journal.dead());
        tree.put("withheld", journal.withheld());
        tree.put("discarded", journal.discarded());
        tree.put("balanced", journal.isBalanced());
        tree.put("dropped_hits", status.drift().droppedHits());
        tree.put("mended_vectors", status.drift().mendedVectors());
        ArrayNode stores = tree.putArray("stores");
        status.stores().forEach(store -> stores.add(complete(store)));
        return tree;
    }

    /// What the store says of itself, and what it was found to hold when it was last read back.
    private static ObjectNode complete(StoreStatus store) {
        ObjectNode tree = Json.object();
        tree.put("name", store.name());
        tree.put("applied_version", store.applied());
        tree.put("rows", store.rows());
        tree.set("drift", ReadBackTree.drift(store.drift()));
        if (store.readBack().isPresent()) {
            ObjectNode read = ReadBackTree.of(store.readBack().get());
            read.put("age_seconds", store.age().toMillis() / MS_PER_SECOND);
            tree.set("read_back", read);
        } else {
            tree.putNull("read_back");
        }
        return tree;
    }

    private static ArrayNode failing(Journal.Status journal) {
        ArrayNode list = Json.array();
        for (Journal.Failing failing : journal.failing()) {
            ObjectNode tree = list.addObject();
            tree.put("document_id", failing.document().value());
            tree.put("sequence", failing.sequence());
            tree.put("attempts", failing.attempts());
            tree.put("retry_at", failing.notBefore().toString());
            tree.put("problem", failing.problem());
        }
        return list;
    }

    private static ObjectNode spent(Spent spent) {
        ObjectNode tree = Json.object();
        tree.put("texts", spent.texts());
        tree.put("requests", spent.requests());
        tree.put("tokens", spent.tokens());
        tree.put("known_vectors", spent.knownVectors());
        tree.put("kept_chunks", spent.keptChunks());
        tree.put("superseded", spent.superseded());
        tree.put("unchanged", spent.unchanged());
        return tree;
    }
}
