package io.freshet.server.http;

import io.freshet.Admission;
import io.freshet.ChangeSet;
import io.freshet.DocumentId;
import io.freshet.Outcome;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.Version;
import io.freshet.engine.Shard;
import io.freshet.server.json.Json;
import io.freshet.server.json.ProblemCode;
import io.freshet.server.json.ProblemException;
import io.freshet.server.json.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Hands submissions to a shard and says what became of them: accepted, or for who waits for it,
/// visible.
record Submitting(Shard shard, Optional<Duration> await) {
    private static final int ALL_FAILED = 422;

    Reply submit(Submission submission) throws InterruptedException {
        List<Admission.Accepted> accepted = List.of(admitted(submission));
        ObjectNode tree = counts(accepted);
        if (submission.sweep().isPresent()) {
            int entries = accepted.getFirst().entries().size();
            int sent = submission.events().stream().mapToInt(e -> e.documents().size()).sum();
            tree.put("deleted", entries - sent);
        }
        return reply(accepted, tree);
    }

    Reply reply(List<Admission.Accepted> accepted) throws InterruptedException {
        return reply(accepted, counts(accepted));
    }

    private Reply reply(List<Admission.Accepted> accepted, ObjectNode tree)
            throws InterruptedException {
        return await.isEmpty() ? Reply.json(202, tree) : awaited(accepted, tree, await.get());
    }

    /// @throws ProblemException where it was not accepted
    Admission.Accepted admitted(Submission submission) throws InterruptedException {
        return accepted(
                await.isPresent() ? shard.submitTracked(submission) : shard.submit(submission));
    }

    private static Admission.Accepted accepted(Admission admission) {
        return switch (admission) {
            case Admission.Accepted accepted -> accepted;
            case Admission.Rejected rejected -> throw ProblemException.of(rejected.problem());
            case Admission.Deferred deferred ->
                    throw ProblemException.later(deferred.problem(), deferred.retryAfter());
            case Admission.NotReady notReady ->
                    throw ProblemException.later(notReady.problem(), notReady.retryAfter());
        };
    }

    private ObjectNode counts(List<Admission.Accepted> accepted) {
        ObjectNode tree = Json.object();
        tree.put(
                "accepted",
                accepted.stream()
                        .flatMap(a -> a.entries().stream())
                        .filter(entry -> entry.fate() != Admission.Fate.DUPLICATE)
                        .count());
        tree.put(
                "deduplicated", accepted.stream().mapToInt(Admission.Accepted::deduplicated).sum());
        tree.put(
                "sequence",
                accepted.stream().mapToLong(Admission.Accepted::sequence).max().orElse(0));
        tree.put("index_version", shard.feed().announced());
        return tree;
    }

    private Reply awaited(List<Admission.Accepted> accepted, ObjectNode tree, Duration timeout)
            throws InterruptedException {
        long until = System.nanoTime() + timeout.toNanos();
        Sum sum = new Sum();
        for (Admission.Accepted one : accepted) {
            Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
            sum.add(shard.await(one, left));
        }
        tree.put("visible", sum.visible && sum.failed.isEmpty());
        if (sum.isAllFailed(accepted)) {
            return allFailed(sum);
        }
        if (!sum.visible) {
            tree.set("failing", Trees.failing(sum.failing));
            return Reply.json(202, tree);
        }
        tree.put(
                "index_version", Math.max(sum.indexVersion, tree.get("index_version").longValue()));
        tree.put("unchanged", sum.unchanged);
        tree.put("superseded", sum.superseded);
        tree.put("ignored", sum.ignored);
        tree.set("chunks", Trees.chunks(sum.chunks));
        tree.set("tokens", Trees.tokens(sum.tokens));
        if (!sum.failed.isEmpty()) {
            tree.set("failed", Trees.failed(sum.failed));
        }
        return Reply.ok(tree);
    }

    /// The events stay accepted: they may be retried, where they were not dropped.
    private static Reply allFailed(Sum sum) {
        Problem problem = whyAllFailed(sum);
        ObjectNode tree = Problems.tree(problem);
        tree.put("status", ALL_FAILED);
        tree.set("failed", Trees.failed(sum.failed));
        return new Reply(ALL_FAILED, Problems.MEDIA_TYPE, Json.bytes(tree), Map.of());
    }

    private static Problem whyAllFailed(Sum sum) {
        Set<String> codes = new HashSet<>();
        sum.failed.forEach(one -> codes.add(one.code()));
        if (codes.contains(Outcome.Failed.DEAD_LETTER)) {
            return Problem.of(
                    ProblemCode.DEAD_LETTER.word(),
                    "every event of the request was tried in vain and is set aside: see"
                            + " dead-letters, and retry or discard them there");
        }
        if (codes.contains(Outcome.Failed.DEFERRED)) {
            return Problem.of(
                    ProblemCode.DEFERRED.word(),
                    "every event of the request is accepted and waits for a budget or a"
                            + " confirmation: see failed for which and what to do, or send what is"
                            + " urgent as critical");
        }
        return Problem.of(
                ProblemCode.DISCARDED.word(),
                "a rollback dropped every event of the request: send them again");
    }

    /// What several outcomes are together. Confined to one request.
    private static final class Sum {
        private boolean visible = true;
        private long indexVersion;
        private int unchanged;
        private int superseded;
        private int ignored;
        private Version.Chunks chunks = Version.Chunks.NONE;
        private ChangeSet.Tokens tokens = ChangeSet.Tokens.NONE;
        private final List<Outcome.Failed> failed = new ArrayList<>();
        private final List<Outcome.Failing> failing = new ArrayList<>();

        void add(Outcome outcome) {
            visible &= outcome.visible();
            indexVersion = Math.max(indexVersion, outcome.indexVersion());
            unchanged += outcome.unchanged();
            superseded += outcome.superseded();
            ignored += outcome.ignored();
            chunks = chunks.plus(outcome.chunks());
            tokens = tokens.plus(outcome.tokens());
            failed.addAll(outcome.failed());
            failing.addAll(outcome.failing());
        }

        /// Every document that the requests name is among the failed.
        boolean isAllFailed(List<Admission.Accepted> accepted) {
            Set<DocumentId> named = new HashSet<>();
            accepted.forEach(one -> one.entries().forEach(entry -> named.add(entry.document())));
            failed.forEach(one -> named.remove(one.document()));
            return visible && !failed.isEmpty() && named.isEmpty();
        }
    }
}
