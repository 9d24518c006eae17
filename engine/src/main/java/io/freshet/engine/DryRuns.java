package io.freshet.engine;

import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.DocumentLimits;
import io.freshet.DryRun;
import io.freshet.EmbeddingSpace;
import io.freshet.EventType;
import io.freshet.IndexEvent;
import io.freshet.Pending;
import io.freshet.Placement;
import io.freshet.Problem;
import io.freshet.Submission;
import io.freshet.Version;
import io.freshet.planner.Planner;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Says what a submission would do to the committed state, without doing it. What waits at that
/// moment, repeats of an `event_id` and older source versions are not looked at. Blocking; safe for
/// any thread.
final class DryRuns {
    private final Ports ports;
    private final Planner planner;
    private final DocumentLimits limits;

    DryRuns(Ports ports, Planner planner, DocumentLimits limits) {
        this.ports = ports;
        this.planner = planner;
        this.limits = limits;
    }

    DryRun run(Submission submission, Instant now) {
        Optional<Problem> tooLarge = limits.problem(submission);
        return tooLarge.isPresent() ? new DryRun.Rejected(tooLarge.get()) : would(submission, now);
    }

    private DryRun.Would would(Submission submission, Instant now) {
        Map<DocumentId, Pending> folded = new LinkedHashMap<>();
        for (IndexEvent event : submission.allEvents()) {
            for (DocumentId document : event.documents()) {
                folded.merge(
                        document,
                        pending(document, event, now),
                        (earlier, later) -> later.foldedOver(earlier));
            }
        }
        Sum sum = new Sum();
        Bases.read(
                ports.ledger(),
                List.copyOf(folded.values()),
                (pending, base) -> sum.add(planner.plan(pending, base)));
        return sum.result();
    }

    private static Pending pending(DocumentId document, IndexEvent event, Instant now) {
        return new Pending(
                document,
                event.change(),
                Long.MAX_VALUE,
                event.priority(),
                event.sourceVersion(),
                event.timestamp(),
                now,
                Instant.EPOCH,
                0,
                OptionalLong.empty());
    }

    private final class Sum {
        private int inserted;
        private int updated;
        private int deleted;
        private int unchanged;
        private Version.Chunks chunks = Version.Chunks.NONE;
        private long whole;
        private final Map<String, Chunk> added = new TreeMap<>();

        void add(Planner.Plan plan) {
            switch (plan) {
                case Planner.Plan.Changed(DocumentChange change) -> add(change);
                case Planner.Plan.Unchanged(ChangeSet.Unchanged same) -> add(same);
                case Planner.Plan.Settled _ ->
                        throw new IllegalStateException("bug: the newest sequence is settled");
            }
        }

        private void add(DocumentChange change) {
            inserted += change.type() == EventType.INSERT ? 1 : 0;
            deleted += change.type() == EventType.DELETE ? 1 : 0;
            boolean updates =
                    change.type() == EventType.UPDATE || change.type() == EventType.REFRESH;
            updated += updates ? 1 : 0;
            chunks =
                    chunks.plus(
                            new Version.Chunks(
                                    change.added().size(), change.removed().size(), change.kept()));
            change.added().forEach(chunk -> added.put(chunk.hash(), chunk));
            change.after().ifPresent(body -> whole += tokens(body.placements()));
        }

        private void add(ChangeSet.Unchanged same) {
            unchanged++;
            same.base().committed().ifPresent(c -> whole += tokens(c.placements()));
        }

        private DryRun.Would result() {
            EmbeddingSpace space = ports.embedder().space();
            added.keySet().removeAll(ports.vectors().find(space, added.keySet()).keySet());
            long embedded = added.values().stream().mapToLong(Chunk::tokens).sum();
            return new DryRun.Would(
                    new Version.Documents(inserted, updated, deleted),
                    unchanged,
                    chunks,
                    new ChangeSet.Tokens(embedded, Math.max(0, whole - embedded)));
        }
    }

    private static long tokens(List<Placement> placements) {
        return placements.stream().mapToLong(Placement::tokens).sum();
    }
}
