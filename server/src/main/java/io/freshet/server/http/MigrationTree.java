package io.freshet.server.http;

import io.freshet.Chunking;
import io.freshet.Money;
import io.freshet.Side;
import io.freshet.engine.MigrationStatus;
import io.freshet.engine.Migrations;
import io.freshet.engine.Migrations.Estimated;
import io.freshet.engine.Shard;
import io.freshet.library.config.CollectionConfigs;
import io.freshet.library.config.Config;
import io.freshet.migration.Comparison;
import io.freshet.migration.Shadow;
import io.freshet.server.json.Json;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// How a migration stands, and what it would take, as the wire shows it.
final class MigrationTree {
    private static final double MS_PER_SECOND = 1000.0;

    private MigrationTree() {}

    static String word(Chunking.Prefix prefix) {
        return prefix.name().toLowerCase(Locale.ROOT);
    }

    /// @param configured what the collection is to be by its settings
    static ObjectNode of(MigrationStatus status, Config.Collection configured) {
        ObjectNode tree = Json.object();
        tree.put("state", status.state().name().toLowerCase(Locale.ROOT));
        tree.set("in_force", side(status.inForce()));
        status.other()
                .ifPresentOrElse(
                        other -> tree.set("other", side(other)), () -> tree.putNull("other"));
        status.progress()
                .ifPresentOrElse(
                        progress -> tree.set("progress", progress(progress)),
                        () -> tree.putNull("progress"));
        status.comparison()
                .ifPresentOrElse(
                        compared -> tree.set("comparison", comparison(compared)),
                        () -> tree.putNull("comparison"));
        tree.put("problem", problem(status).orElse(null));
        tree.put("remedy", remedy(status.inForce(), configured).orElse(null));
        return tree;
    }

    /// In the status of a collection; null where nobody migrates it and its settings are in force.
    static JsonNode brief(Shard shard, CollectionConfigs configs) {
        MigrationStatus status = Migrations.status(shard).orElse(null);
        if (status == null) {
            return NullNode.instance;
        }
        Optional<String> remedy = remedy(status.inForce(), configs.of(shard.name()));
        if (status.other().isEmpty() && remedy.isEmpty()) {
            return NullNode.instance;
        }
        ObjectNode tree = Json.object();
        tree.put("state", status.state().name().toLowerCase(Locale.ROOT));
        tree.put("embedder", status.inForce().embedder());
        tree.put("other", status.other().map(Side::embedder).orElse(null));
        status.progress()
                .ifPresentOrElse(
                        progress -> tree.set("progress", progress(progress)),
                        () -> tree.putNull("progress"));
        tree.put("problem", problem(status).orElse(null));
        tree.put("remedy", remedy.orElse(null));
        return tree;
    }

    private static Optional<String> problem(MigrationStatus status) {
        return status.problem()
                .or(
                        () ->
                                status.progress()
                                        .map(Shadow.Progress::problem)
                                        .filter(problem -> !problem.isEmpty()));
    }

    /// Where settings and ledger differ, the ledger has its way, and a person is told.
    static Optional<String> remedy(Side inForce, Config.Collection configured) {
        boolean same =
                configured.embedder().equals(inForce.embedder())
                        && configured.settings().chunking().equals(inForce.chunking());
        return same
                ? Optional.empty()
                : Optional.of(
                        "the settings say embedder: "
                                + configured.embedder()
                                + ", "
                                + words(configured.settings().chunking())
                                + ", and the collection goes on with embedder: "
                                + inForce.embedder()
                                + ", "
                                + words(inForce.chunking())
                                + ": set that in freshet.yaml, or migrate");
    }

    private static String words(Chunking chunking) {
        return "chunking: {target_tokens: "
                + chunking.targetTokens()
                + ", prefix: "
                + word(chunking.prefix())
                + "}";
    }

    private static ObjectNode side(Side side) {
        ObjectNode tree = Json.object();
        tree.put("embedder", side.embedder());
        tree.put("model", side.model());
        tree.set("chunking", chunking(side.chunking()));
        return tree;
    }

    private static ObjectNode chunking(Chunking chunking) {
        return Json.object()
                .put("target_tokens", chunking.targetTokens())
                .put("prefix", word(chunking.prefix()));
    }

    private static ObjectNode progress(Shadow.Progress progress) {
        ObjectNode tree = Json.object();
        tree.put("documents", progress.documents());
        tree.put("documents_total", progress.documentsTotal());
        tree.put("chunks", progress.rows());
        tree.put("tokens", progress.tokens());
        tree.put("index_version", progress.shown());
        if (progress.millisLeft() > 0) {
            tree.put("seconds_left", progress.millisLeft() / MS_PER_SECOND);
        } else {
            tree.putNull("seconds_left");
        }
        return tree;
    }

    private static ObjectNode comparison(Comparison compared) {
        ObjectNode tree = Json.object();
        tree.put("index_version", compared.version());
        tree.put("rows", compared.rows());
        tree.put("expected_rows", compared.expected());
        tree.put("samples", compared.samples());
        tree.put("same_document_first", compared.sameFirst());
        tree.put("overlap", Math.round(compared.overlap() * 1000) / 1000.0);
        return tree;
    }

    static ObjectNode of(Estimated.Would would) {
        ObjectNode tree = side(would.side());
        tree.put("dry_run", true);
        tree.put("documents", would.estimate().documents());
        tree.put("chunks", would.estimate().chunks());
        tree.set("tokens", tokens(would.estimate().tokens(), would.estimate().known()));
        tree.put("cost_usd", would.cost().map(Money::usd).orElse(null));
        return tree;
    }

    static ObjectNode tokens(long toEmbed, long known) {
        return Json.object().put("to_embed", toEmbed).put("known", known);
    }
}
