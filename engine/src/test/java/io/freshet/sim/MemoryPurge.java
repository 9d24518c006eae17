package io.freshet.sim;

import io.freshet.Announcement.DocumentChanged;
import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Metadata;
import io.freshet.Position;
import io.freshet.Purge;
import io.freshet.Version;
import io.freshet.sim.JournalState.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// How a journal and a ledger in memory forget documents.
final class MemoryPurge {
    private MemoryPurge() {}

    static List<DocumentId> purgeable(
            JournalState state, Purge purge, Optional<DocumentId> after, int limit) {
        return state.rows.values().stream()
                .filter(row -> !(row.place() instanceof JournalState.Place.Superseded))
                .map(row -> row.pending().document())
                .filter(purge::covers)
                .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
                .sorted()
                .distinct()
                .limit(limit)
                .toList();
    }

    static void purge(JournalState state, Purge purge) {
        for (Row row : List.copyOf(state.rows.values())) {
            if (purge.covers(row.pending().document())) {
                boolean isSuperseded = row.place() instanceof JournalState.Place.Superseded;
                state.superseded += isSuperseded ? 1 : 0;
                state.discarded += isSuperseded ? 0 : 1;
                state.remove(row);
            }
        }
        state.purging = Optional.of(purge);
    }

    static Optional<Version> purge(MemoryLedgerState state, Purge purge) {
        TreeSet<DocumentId> forgotten = new TreeSet<>();
        state.documentsAfter(Optional.empty()).stream()
                .filter(purge::covers)
                .filter(state::tells)
                .forEach(forgotten::add);
        if (forgotten.isEmpty()) {
            return Optional.empty();
        }
        long number = state.version + 1;
        List<DocumentChanged> announced = new ArrayList<>();
        int chunks = 0;
        for (DocumentId document : forgotten) {
            int removed = state.forget(document, number);
            chunks += removed;
            announced.add(
                    new DocumentChanged(
                            new Position(state.history, number, announced.size() + 1),
                            EventType.DELETE,
                            document,
                            purge.timestamp(),
                            Metadata.NONE,
                            new Version.Chunks(0, removed, 0)));
        }
        Version version =
                new Version(
                        number,
                        purge.timestamp(),
                        Cause.PURGE,
                        state.head().space(),
                        new Version.Documents(0, 0, forgotten.size()),
                        new Version.Chunks(0, chunks, 0),
                        new ChangeSet.Tokens(0, 0));
        state.add(version, announced);
        return Optional.of(version);
    }
}
