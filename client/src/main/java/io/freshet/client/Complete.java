package io.freshet.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of each accepted event, and what the stores were found to hold.
///
/// @param dead set aside as dead letters
/// @param discarded dropped by a rollback
/// @param balanced do the counts add up?
/// @param droppedHits that a store found and the ledger does not know
/// @param mendedVectors that were lost and embedded again
public record Complete(
        long accepted,
        long applied,
        long superseded,
        long ignored,
        long waiting,
        long dead,
        long withheld,
        long discarded,
        boolean balanced,
        long droppedHits,
        long mendedVectors,
        List<Store> stores) {
    public Complete {
        stores = Given.list(stores);
    }

    /// What a store says of itself, and what it was found to hold.
    ///
    /// @param rows as the store counts them
    /// @param readBack null until it has been read back whole
    public record Store(
            String name, long appliedVersion, long rows, Drift drift, @Nullable ReadBack readBack) {
        public Store {
            drift = Given.or(drift, Drift.NONE);
        }
    }
}
