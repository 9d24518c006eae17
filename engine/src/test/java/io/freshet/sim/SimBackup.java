package io.freshet.sim;

import io.freshet.DocumentId;
import io.freshet.TagName;
import io.freshet.Vector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/// A backup of a simulated collection: what was on its disk in one turn among the commits, the
/// vectors that its ledger refers to, and what everybody knew of it at that moment. Whoever
/// restores it twice gets the same twice.
record SimBackup(
        MemoryJournal.Disk journal,
        MemoryLedgerState ledger,
        Map<String, Map<String, Vector>> vectors,
        Known known,
        SortedMap<TagName, SimPast.Tagged> tagged) {

    /// What a witness knew at a moment.
    record Known(SimModel model, Map<DocumentId, Long> applied, SimHeld held, long bySources) {}

    /// @param vectors of the machine
    static SimBackup of(SimCollection collection, MemoryVectors.State vectors) {
        MemoryLedgerState ledger = collection.ledgerState();
        Map<String, Map<String, Vector>> referred = new LinkedHashMap<>();
        vectors.spaces()
                .forEach(
                        space ->
                                referred.put(
                                        space,
                                        new MemoryVectors(vectors)
                                                .find(space, ledger.retainedHashes())));
        return new SimBackup(
                collection.journalDisk().copy(),
                ledger.copy(ledger.history),
                referred,
                collection.witness().known(),
                collection.past().tagged());
    }
}
