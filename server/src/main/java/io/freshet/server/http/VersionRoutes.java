package io.freshet.server.http;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.DocumentDiff;
import io.freshet.DocumentId;
import io.freshet.Price;
import io.freshet.Problem;
import io.freshet.TagName;
import io.freshet.Version;
import io.freshet.engine.Estimate;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger.Rollback;
import io.freshet.spi.Ledger.RolledBack;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Versions: listed, compared, and gone back to; and what they did to one document.
record VersionRoutes(Shards shards, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(VersionRoutes.class);
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;
    private static final int REASON_CHARS_MAX = 500;
    private static final Duration VISIBLE_MAX = Duration.ofSeconds(30);

    Reply list(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = limit(query);
        long before = query.integer("after", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        query.finish();
        Shard shard = shards.existing(exchange.collection());
        List<Version> versions = shard.versions(before, limit);
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("versions");
        SortedMap<TagName, Long> tags = shard.versions().range().tags();
        Optional<Price> price = shards.price(shard.name());
        versions.forEach(version -> list.add(Trees.version(version, tags, price)));
        boolean ends =
                versions.size() < limit || shard.versions(versions.getLast().number(), 1).isEmpty();
        if (ends) {
            tree.putNull("next");
        } else {
            tree.put("next", versions.getLast().number());
        }
        return Reply.ok(tree);
    }

    private static int limit(Query query) {
        return (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
    }

    /// What versions did to a document, newest first.
    Reply history(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = limit(query);
        long before = query.integer("after", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        DocumentId document =
                query.string("document_id")
                        .map(Target::documentCalled)
                        .orElseThrow(() -> Query.wrong("document_id", "must name a document"));
        query.finish();
        Versions versions = shards.existing(exchange.collection()).versions();
        List<DocumentChanged> changes = versions.history(document, before, limit + 1);
        boolean ends = changes.size() <= limit;
        List<DocumentChanged> shown = ends ? changes : changes.subList(0, limit);
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("history");
        for (DocumentChanged change : shown) {
            ObjectNode one = list.addObject();
            one.put("index_version", change.position().version());
            one.put("event_type", change.type().word());
            one.put("timestamp", change.timestamp().toString());
            one.set("chunks", Trees.chunks(change.chunks()));
            one.set("metadata", Json.tree(change.metadata()));
        }
        if (ends) {
            tree.putNull("next");
        } else {
            tree.put("next", shown.getLast().position().version());
        }
        return Reply.ok(tree);
    }

    Reply diff(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = limit(query);
        long from = version(query, "from");
        long to = version(query, "to");
        Optional<DocumentId> after = query.string("after").map(Target::documentCalled);
        query.finish();
        Versions versions = shards.existing(exchange.collection()).versions();
        Versions.Range range = versions.range();
        for (long asked : new long[] {from, to}) {
            if (!range.holds(asked)) {
                throw AtVersion.notRetained(asked, range);
            }
        }
        Versions.Differences differences = versions.diff(from, to, after, limit);
        ObjectNode tree = Json.object().put("from", from).put("to", to);
        ArrayNode list = tree.putArray("documents");
        differences.documents().forEach(difference -> list.add(tree(difference)));
        tree.put("next", differences.next().map(DocumentId::value).orElse(null));
        return Reply.ok(tree);
    }

    private static long version(Query query, String name) {
        return query.integer(name, 0, Long.MAX_VALUE)
                .orElseThrow(() -> Query.wrong(name, "must be the number of a version"));
    }

    private static ObjectNode tree(DocumentDiff difference) {
        ObjectNode tree = Json.object();
        tree.put("document_id", difference.document().value());
        tree.put("event_type", difference.type().word());
        tree.put("metadata_changed", difference.metadataChanged());
        ObjectNode chunks = tree.putObject("chunks");
        pieces(chunks.putArray("added"), difference.added());
        pieces(chunks.putArray("removed"), difference.removed());
        chunks.put("kept", difference.kept());
        return tree;
    }

    private static void pieces(ArrayNode list, List<DocumentDiff.Piece> pieces) {
        for (DocumentDiff.Piece piece : pieces) {
            list.addObject().put("chunk_id", piece.hash()).put("text", piece.text());
        }
    }

    Reply rollBack(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.json(), "");
        long to =
                fields.integer("to_version")
                        .orElseThrow(() -> fields.wrong("to_version", "must name a version"));
        String prefix = fields.string("prefix").orElse("");
        List<DocumentId> documents =
                fields.has("document_ids") ? Ids.read(fields, "document_ids") : List.of();
        String reason = fields.string("reason").orElse("");
        boolean discards = fields.bool("discard_waiting").orElse(false);
        boolean allowCost = fields.bool("allow_cost").orElse(false);
        fields.finish();
        if (!prefix.isEmpty() && !documents.isEmpty()) {
            throw fields.wrong("prefix", "does not go with document_ids");
        }
        if (reason.length() > REASON_CHARS_MAX) {
            throw fields.wrong("reason", "has at most " + REASON_CHARS_MAX + " characters");
        }
        exchange.client().take(Math.max(1, documents.size()));
        Shard shard = shards.existing(exchange.collection());
        Versions versions = shard.versions();
        Rollback rollback = new Rollback(to, prefix, documents, clock.instant());
        Versions.Outcome outcome = versions.rollBack(rollback, discards, VISIBLE_MAX);
        if (outcome.rolledBack() instanceof RolledBack.OtherSide) {
            if (!allowCost) {
                throw priced(to, versions.price(to, rollback.scope()));
            }
            outcome = versions.rollBackAnew(rollback, discards, VISIBLE_MAX);
        }
        return switch (outcome.rolledBack()) {
            case RolledBack.Done done -> {
                LOG.info(
                        "rolled back collection={} to_version={} index_version={} discarded={}"
                                + " reason={}",
                        shard.name(),
                        to,
                        done.head().version(),
                        outcome.discarded().map(Journal.Discarded::events).orElse(0L),
                        Json.text(Json.tree(reason)));
                yield Reply.ok(tree(done, outcome));
            }
            case RolledBack.NotRetained _ -> throw AtVersion.notRetained(to, versions.range());
            case RolledBack.OtherSide _ ->
                    throw ProblemException.of(
                            ProblemCode.CONFLICT, "the collection was migrated meanwhile");
        };
    }

    private static ProblemException priced(long to, Versions.Priced priced) {
        Estimate estimate = priced.estimate();
        String cost =
                priced.cost()
                        .map(money -> money.usd().stripTrailingZeros().toPlainString() + " USD")
                        .orElse("a price that is not known");
        return ProblemException.of(
                Problem.of(
                                ProblemCode.OTHER_SPACE.word(),
                                "version "
                                        + to
                                        + " was embedded by another model or cut otherwise: its"
                                        + " documents must be cut and embedded anew, "
                                        + estimate.tokens()
                                        + " tokens for "
                                        + cost
                                        + "; \"allow_cost\": true has that done")
                        .with("tokens", estimate.tokens())
                        .with("known_tokens", estimate.known()));
    }

    private static ObjectNode tree(RolledBack.Done done, Versions.Outcome outcome) {
        ObjectNode tree =
                done.version()
                        .map(
                                version ->
                                        Trees.version(
                                                version,
                                                Collections.emptySortedMap(),
                                                Optional.empty()))
                        .orElseGet(() -> Json.object().put("index_version", done.head().version()));
        tree.put("unchanged", done.version().isEmpty());
        tree.put("visible", outcome.visible());
        tree.put("waiting", outcome.waiting());
        outcome.discarded().ifPresent(dropped -> tree.set("discarded", tree(dropped)));
        return tree;
    }

    private static ObjectNode tree(Journal.Discarded dropped) {
        ObjectNode tree = Json.object();
        tree.put("events", dropped.events());
        tree.put("documents", dropped.documents());
        ArrayNode ids = tree.putArray("document_ids");
        dropped.first().forEach(id -> ids.add(id.value()));
        return tree;
    }
}
