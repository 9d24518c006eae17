package io.freshet.server.http;

import io.freshet.DeadLetter;
import io.freshet.DocumentId;
import io.freshet.Passage;
import io.freshet.engine.Shard;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes that were tried in vain: shown, tried again, dropped.
record DeadLetterRoutes(Shards shards) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    /// All of them, or the one of a document.
    Reply list(Exchange exchange) throws InterruptedException {
        Query query = exchange.query();
        int limit = (int) query.integer("limit", 1, LIMIT_MAX).orElse(LIMIT_DEFAULT);
        Optional<DocumentId> after = query.string("after").map(Target::documentCalled);
        Optional<DocumentId> only = query.string("document_id").map(Target::documentCalled);
        query.finish();
        Shard shard = shards.existing(exchange.collection());
        List<DeadLetter> page =
                only.isPresent()
                        ? shard.deadLetter(only.get()).stream().toList()
                        : shard.deadLetters(after, limit + 1);
        boolean ends = page.size() <= limit;
        List<DeadLetter> shown = ends ? page : page.subList(0, limit);
        ObjectNode tree = Json.object();
        ArrayNode list = tree.putArray("dead_letters");
        shown.forEach(letter -> list.add(tree(letter)));
        tree.put("next", ends ? null : shown.getLast().document().value());
        return Reply.ok(tree);
    }

    private static ObjectNode tree(DeadLetter letter) {
        ObjectNode tree = Json.object();
        tree.put("document_id", letter.document().value());
        tree.put("sequence", letter.sequence());
        tree.put("accepted_at", letter.since().toString());
        tree.put("attempts", letter.attempts());
        tree.put("first_failed_at", letter.firstFailed().toString());
        tree.put("last_failed_at", letter.lastFailed().toString());
        tree.put("detail", letter.problem());
        if (letter.group().isPresent()) {
            tree.put("atomic_sequence", letter.group().getAsLong());
        } else {
            tree.putNull("atomic_sequence");
        }
        if (letter.passage().isPresent()) {
            tree.set("place", tree(letter.passage().get()));
        } else {
            tree.putNull("place");
        }
        return tree;
    }

    private static ObjectNode tree(Passage passage) {
        ObjectNode tree = Json.object();
        tree.put("ordinal", passage.ordinal());
        tree.put("start", passage.start());
        tree.put("end", passage.end());
        tree.put("line", passage.line());
        return tree;
    }

    Reply retry(Exchange exchange) throws InterruptedException {
        return move(exchange, "retried", Shard::retry);
    }

    Reply discard(Exchange exchange) throws InterruptedException {
        return move(exchange, "discarded", Shard::discard);
    }

    /// What is done to the dead letters of some documents.
    private interface Move {
        List<DocumentId> of(Shard shard, List<DocumentId> documents) throws InterruptedException;
    }

    private Reply move(Exchange exchange, String word, Move move) throws InterruptedException {
        exchange.query().finish();
        Fields fields = Fields.of(exchange.jsonOrNothing(), "");
        boolean all = fields.bool("all").orElse(false);
        boolean named = fields.has("document_ids");
        if (all == named) {
            throw ProblemException.of(
                    ProblemCode.INVALID_FIELD,
                    "name the documents in document_ids, or say \"all\": true");
        }
        List<DocumentId> documents = named ? Ids.read(fields, "document_ids") : List.of();
        fields.finish();
        exchange.client().take(named ? documents.size() : 1);
        Shard shard = shards.existing(exchange.collection());
        int moved = named ? move.of(shard, documents).size() : all(shard, move);
        return Reply.ok(Json.object().put(word, moved));
    }

    /// Page by page, and each document once: what becomes a dead letter in the meantime stays one.
    private static int all(Shard shard, Move move) throws InterruptedException {
        Set<DocumentId> moved = new HashSet<>();
        Optional<DocumentId> after = Optional.empty();
        while (true) {
            List<DocumentId> page =
                    shard.deadLetters(after, LIMIT_MAX).stream().map(DeadLetter::document).toList();
            if (page.isEmpty()) {
                return moved.size();
            }
            moved.addAll(move.of(shard, page));
            after = Optional.of(page.getLast());
        }
    }
}
