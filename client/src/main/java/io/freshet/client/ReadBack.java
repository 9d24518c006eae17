package io.freshet.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A whole round of reading a store back, and what the ledger says it should hold.
///
/// @param fromVersion that the store showed at the beginning, `toVersion` at the end
/// @param digest over the rows that were read; `equal` says whether it is the ledger's
/// @param ageSeconds since it was over, where the status tells it
public record ReadBack(
        long fromVersion,
        long toVersion,
        long rows,
        long ledgerRows,
        String digest,
        String ledgerDigest,
        boolean equal,
        Instant completedAt,
        @Nullable Double ageSeconds) {}
