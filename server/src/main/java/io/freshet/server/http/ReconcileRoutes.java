package io.freshet.server.http;

import io.freshet.ReadBack;
import io.freshet.SourceDrift;
import io.freshet.engine.Reconcile;
import io.freshet.engine.Shard;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares a collection with its sources and stores from scratch, and tells how far that is.
record ReconcileRoutes(Shards shards) {
    private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    /// Begins one, and waits for its end as long as the request says.
    Reply post(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        boolean dryRun = query.flag("dry_run");
        Duration timeout = query.timeout().orElse(TIMEOUT_DEFAULT);
        query.finish();
        Shard shard = shards.existing(exchange.collection());
        if (!shard.reconcile().begin(dryRun)) {
            throw ProblemException.of(
                    ProblemCode.RECONCILE_RUNNING,
                    "it is being reconciled already: GET the same path tells how far it is, and"
                            + " waits for its end with ?timeout=30s");
        }
        return reply(shard, timeout);
    }

    /// The newest one.
    Reply get(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        Duration timeout = query.timeout().orElse(Duration.ZERO);
        query.finish();
        return reply(shards.existing(exchange.collection()), timeout);
    }

    private static Reply reply(Shard shard, Duration timeout) throws InterruptedException {
        Reconcile.Report report = shard.reconcile().await(timeout);
        ObjectNode tree = tree(report);
        tree.put("rows_total", shard.status().head().chunks());
        tree.put("index_version", shard.status().searchable());
        tree.put("balanced", shard.status().journal().isBalanced());
        boolean isOver = report.state() != Reconcile.State.RUNNING;
        return Reply.json(isOver ? 200 : 202, tree);
    }

    private static ObjectNode tree(Reconcile.Report report) {
        boolean was = report.state() != Reconcile.State.NONE;
        boolean isOver = was && report.state() != Reconcile.State.RUNNING;
        ObjectNode tree = Json.object();
        tree.put("state", report.state().name().toLowerCase(Locale.ROOT));
        tree.put("dry_run", report.dryRun());
        tree.put("started_at", was ? report.startedAt().toString() : null);
        tree.put("finished_at", isOver ? report.finishedAt().toString() : null);
        tree.put("drift", report.drift());
        ArrayNode sources = tree.putArray("sources");
        report.sources().forEach(source -> sources.add(source(source)));
        ArrayNode stores = tree.putArray("stores");
        report.stores().forEach(store -> stores.add(store(store)));
        tree.put("rows_read", report.rowsRead());
        return tree;
    }

    private static ObjectNode source(SourceDrift source) {
        ObjectNode tree = Json.object();
        tree.put("name", source.name());
        tree.put("listed", source.listed());
        tree.put("added", source.added());
        tree.put("changed", source.changed());
        tree.put("gone", source.gone());
        tree.put("differing", source.differing());
        tree.put("held", source.held());
        tree.put("problem", source.problem().orElse(null));
        ArrayNode examples = tree.putArray("examples");
        source.examples().forEach(document -> examples.add(document.value()));
        return tree;
    }

    private static ObjectNode store(Reconcile.StoreDrift store) {
        ObjectNode tree = Json.object();
        tree.put("name", store.name());
        tree.set("drift", ReadBackTree.drift(store.found().drift()));
        tree.set("found", ReadBackTree.of(store.found()));
        Optional<ReadBack> after = store.after();
        if (after.isPresent()) {
            tree.set("after", ReadBackTree.of(after.get()));
        } else {
            tree.putNull("after");
        }
        tree.put("problem", store.problem().orElse(null));
        ArrayNode examples = tree.putArray("examples");
        for (ReadBack.Example example : store.found().examples()) {
            examples.addObject()
                    .put("document_id", example.key().document().value())
                    .put("chunk_id", example.key().hash())
                    .put("kind", example.kind().name().toLowerCase(Locale.ROOT));
        }
        return tree;
    }
}
