package io.freshet.server.http;

import io.freshet.SearchRequest;
import io.freshet.SearchResult;
import io.freshet.SearchResult.Hit;
import io.freshet.SearchResult.Reranking;
import io.freshet.Vector;
import io.freshet.engine.Shard;
import io.freshet.engine.Versions;
import io.freshet.engine.Versions.Searched;
import io.freshet.server.json.Fields;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Questions out.
record SearchRoutes(Shards shards) {
    private static final double NANOS_PER_MS = 1e6;

    Reply get(Exchange exchange) throws InterruptedException {
        Question question = Question.read(exchange.query());
        return answer(shards.existing(exchange.collection()), question);
    }

    Reply post(Exchange exchange) throws InterruptedException {
        exchange.query().finish();
        Question question = Question.read(Fields.of(exchange.json(), ""), shards.rerankers());
        return answer(shards.existing(exchange.collection()), question);
    }

    private static Reply answer(Shard shard, Question question) throws InterruptedException {
        long asked = System.nanoTime();
        if (question.minSequence().isPresent()) {
            awaitSequence(shard, question);
        }
        long started = System.nanoTime();
        SearchRequest request = question.request(Duration.ofNanos(started - asked));
        SearchResult result =
                question.atVersion().isPresent()
                        ? searchedAt(shard, request, question.atVersion().getAsLong())
                        : shard.search(request);
        Map<String, Vector> vectors =
                question.include().contains("vector") ? shard.vectors(result) : Map.of();
        ObjectNode tree = Json.object();
        tree.put("index_version", result.indexVersion());
        tree.put("took_ms", ms(Duration.ofNanos(System.nanoTime() - started)));
        result.reranking().ifPresent(how -> tree.set("rerank", tree(how)));
        ArrayNode hits = tree.putArray("hits");
        result.hits().forEach(hit -> hits.add(tree(hit, question, vectors)));
        return Reply.ok(tree);
    }

    private static double ms(Duration took) {
        return Math.round(took.toNanos() / NANOS_PER_MS * 10) / 10.0;
    }

    private static ObjectNode tree(Reranking how) {
        return switch (how) {
            case Reranking.Applied(String reranker, Duration took) ->
                    Json.object()
                            .put("applied", true)
                            .put("reranker", reranker)
                            .put("took_ms", ms(took));
            case Reranking.NotApplied(String reranker, String detail) ->
                    Json.object()
                            .put("applied", false)
                            .put("reranker", reranker)
                            .put("detail", detail);
        };
    }

    private static SearchResult searchedAt(Shard shard, SearchRequest request, long version)
            throws InterruptedException {
        Versions versions = shard.versions();
        return switch (versions.search(request, version)) {
            case Searched.Found(SearchResult result) -> result;
            case Searched.NotRetained() -> throw AtVersion.notRetained(version, versions.range());
            case Searched.OtherSpace _ ->
                    throw ProblemException.at(
                            "/at_version",
                            ProblemCode.OTHER_SPACE,
                            "version "
                                    + version
                                    + " was embedded by another model, and vectors of two never"
                                    + " mix; mode keyword needs none");
        };
    }

    private static void awaitSequence(Shard shard, Question question) throws InterruptedException {
        long sequence = question.minSequence().getAsLong();
        if (sequence > shard.status().journal().sequence()) {
            throw ProblemException.at(
                    "/min_sequence",
                    ProblemCode.INVALID_FIELD,
                    "no event has this sequence; take the one that the events were answered with");
        }
        switch (shard.awaitSequence(sequence, question.timeout())) {
            case VISIBLE -> {}
            case NOT_YET ->
                    throw ProblemException.of(
                            ProblemCode.NOT_YET_VISIBLE,
                            "the events up to sequence "
                                    + sequence
                                    + " are not searchable after "
                                    + question.timeout().toMillis()
                                    + "ms; ask again or with a longer timeout");
            case DEAD_LETTER ->
                    throw ProblemException.of(
                            ProblemCode.DEAD_LETTER,
                            "an event of this request was tried in vain and is set aside: see"
                                    + " dead-letters, and retry it or send the document anew");
        }
    }

    private static ObjectNode tree(Hit hit, Question question, Map<String, Vector> vectors) {
        ObjectNode tree = Json.object();
        tree.put("document_id", hit.chunk().document().value());
        tree.put("chunk_id", hit.chunk().hash());
        if (question.include().contains("text")) {
            tree.put("text", hit.text());
        }
        tree.put("score", hit.score());
        ObjectNode scores = tree.putObject("scores");
        score(scores, "vector", hit.vectorScore());
        score(scores, "keyword", hit.keywordScore());
        hit.rerankScore().ifPresent(score -> scores.put("rerank", score));
        tree.set("headings", Json.tree(hit.headings()));
        tree.put("ordinal", hit.ordinal());
        if (question.include().contains("metadata")) {
            tree.set("metadata", Json.tree(hit.metadata()));
        }
        Vector vector = vectors.get(hit.chunk().hash());
        if (vector != null) {
            ArrayNode numbers = tree.putArray("vector");
            for (float value : vector.values()) {
                numbers.add(value);
            }
        }
        tree.put("index_version", hit.indexVersion());
        tree.put("updated_at", hit.updatedAt().toString());
        return tree;
    }

    private static void score(ObjectNode scores, String name, OptionalDouble score) {
        if (score.isPresent()) {
            scores.put(name, score.getAsDouble());
        } else {
            scores.putNull(name);
        }
    }
}
