package io.freshet.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A comparison of sources, ledger and stores, and how far it is.
///
/// @param state `running`, `done`, `failed`, or `none` where there was none
/// @param drift what differed
/// @param sources each as docs/http-api.md says
/// @param stores each as docs/http-api.md says
/// @param balanced is each accepted event accounted for?
public record Reconciled(
        String state,
        boolean dryRun,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long drift,
        List<Map<String, Object>> sources,
        List<Map<String, Object>> stores,
        long rowsRead,
        long rowsTotal,
        long indexVersion,
        boolean balanced) {
    public Reconciled {
        sources = Given.list(sources);
        stores = Given.list(stores);
    }

    /// Has it come to an end?
    public boolean isOver() {
        return !state.equals("running");
    }
}
