package io.freshet.sim;

import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.EmbeddingSpace;
import io.freshet.EventType;
import io.freshet.Placement;
import io.freshet.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a rollback does to each document, said as a change of it. Pure.
final class MemoryRollback {
    /// The ledger writes its own.
    private static final EmbeddingSpace NO_SPACE =
            new EmbeddingSpace("", 1, "", false, "", "", "", 1, "");

    private MemoryRollback() {}

    /// Empty where both are the same.
    static Optional<DocumentChange> change(Base base, Optional<Committed> then, Instant timestamp) {
        Optional<Committed> now = base.committed();
        if (body(now).equals(body(then))) {
            return Optional.empty();
        }
        Map<String, Chunk> held = chunks(now);
        Map<String, Chunk> wanted = chunks(then);
        List<Chunk> added = new ArrayList<>(wanted.values());
        added.removeIf(chunk -> held.containsKey(chunk.hash()));
        List<String> removed = new ArrayList<>(held.keySet());
        removed.removeAll(wanted.keySet());
        return Optional.of(
                new DocumentChange(
                        type(now, then),
                        base,
                        new Settlement(base.document(), base.settled(), OptionalLong.empty()),
                        timestamp,
                        body(then),
                        added,
                        removed,
                        wanted.size() - added.size()));
    }

    private static EventType type(Optional<Committed> now, Optional<Committed> then) {
        if (now.isEmpty()) {
            return EventType.INSERT;
        }
        return then.isEmpty() ? EventType.DELETE : EventType.UPDATE;
    }

    private static Optional<DocumentChange.Body> body(Optional<Committed> committed) {
        return committed.map(
                c -> new DocumentChange.Body(c.content(), c.metadata(), c.given(), c.placements()));
    }

    private static Map<String, Chunk> chunks(Optional<Committed> committed) {
        TreeMap<String, Chunk> chunks = new TreeMap<>();
        for (Placement placement : committed.map(Committed::placements).orElse(List.of())) {
            chunks.put(placement.hash(), new Chunk(placement.hash(), "text", placement.tokens()));
        }
        return chunks;
    }

    static ChangeSet set(List<DocumentChange> changes, Instant timestamp) {
        long spared =
                changes.stream()
                        .flatMap(change -> change.added().stream())
                        .mapToLong(Chunk::tokens)
                        .sum();
        return new ChangeSet(
                Cause.ROLLBACK,
                NO_SPACE,
                changes,
                List.of(),
                new ChangeSet.Tokens(0, spared),
                timestamp);
    }
}
