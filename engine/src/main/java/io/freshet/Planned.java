package io.freshet;

import java.util.List;
import java.util.SortedMap;

/// A batch whose documents were compared with the ledger: what is to be embedded and committed.
///
/// @param failures documents that could not be read or cut
/// @param settled settled by an earlier commit already, whose rows the journal still has
public record Planned(
        Batch batch,
        List<DocumentChange> changes,
        List<ChangeSet.Unchanged> unchanged,
        List<Settlement> settled,
        SortedMap<DocumentId, Failure> failures) {
    public Planned {
        changes = List.copyOf(changes);
        unchanged = List.copyOf(unchanged);
        settled = List.copyOf(settled);
    }
}
