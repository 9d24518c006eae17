package io.freshet.sim;

import io.freshet.Base;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Chunk;
import io.freshet.Committed;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.EmbeddingSpace;
import io.freshet.EventType;
import io.freshet.Placement;
import io.freshet.Settlement;
import io.freshet.spi.Ledger.Recut;
import io.freshet.spi.Ledger.Rollback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a rollback or a switch does to each document, said as a change of it. Pure.
///
/// @param kept what is announced of a document that was there and stays
/// @param recut how documents are cut anew, where they are
record MemoryRewrite(EventType kept, Optional<Recut> recut, Cause cause) {
    /// The ledger writes its own.
    private static final EmbeddingSpace NO_SPACE =
            new EmbeddingSpace("", 1, "", false, "", "", "", 1, "");

    /// What becomes of the documents in scope.
    List<DocumentChange> changes(MemoryLedgerState state, Rollback scope) {
        List<DocumentChange> changes = new ArrayList<>();
        for (DocumentId document : List.copyOf(state.documentsAfter(Optional.empty()))) {
            boolean named = scope.documents().isEmpty() || scope.documents().contains(document);
            if (named && document.value().startsWith(scope.prefix())) {
                change(
                                state.base(document),
                                state.committed(document, scope.to()),
                                scope.timestamp())
                        .ifPresent(changes::add);
            }
        }
        return changes;
    }

    /// Empty where both are the same.
    private Optional<DocumentChange> change(
            Base base, Optional<Committed> asked, Instant timestamp) {
        Optional<Committed> now = base.committed();
        Optional<Committed> then = asked.map(this::cut);
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

    private Committed cut(Committed document) {
        return recut.map(
                        how ->
                                new Committed(
                                        document.document(),
                                        document.version(),
                                        document.content(),
                                        document.metadata(),
                                        document.given(),
                                        how.cut().apply(document.content()),
                                        document.updatedAt()))
                .orElse(document);
    }

    private EventType type(Optional<Committed> now, Optional<Committed> then) {
        if (now.isEmpty()) {
            return EventType.INSERT;
        }
        return then.isEmpty() ? EventType.DELETE : kept;
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

    ChangeSet set(List<DocumentChange> changes, Instant timestamp) {
        long embedded = recut.map(Recut::tokens).orElse(0L);
        long added =
                changes.stream()
                        .flatMap(change -> change.added().stream())
                        .mapToLong(Chunk::tokens)
                        .sum();
        return new ChangeSet(
                cause,
                NO_SPACE,
                changes,
                List.of(),
                cause == Cause.MIGRATION
                        ? ChangeSet.Tokens.NONE
                        : new ChangeSet.Tokens(embedded, Math.max(0, added - embedded)),
                timestamp);
    }
}
