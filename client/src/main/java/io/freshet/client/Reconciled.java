package io.freshet.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A comparison of sources, ledger and stores, and how far it is.
///
/// @param state `running`, `done`, `failed`, or `none` where there was none
/// @param drift documents and rows that differed
/// @param rowsRead of the store that is being read
/// @param balanced is each accepted event accounted for?
public record Reconciled(
        String state,
        boolean dryRun,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long drift,
        List<Source> sources,
        List<Store> stores,
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

    /// What a source has, beside what is indexed of it.
    ///
    /// @param differing indexed otherwise than the source has them, while nothing of them waits
    /// @param held the same since a rollback: no drift
    /// @param examples some of their documents
    public record Source(
            String name,
            long listed,
            long added,
            long changed,
            long gone,
            long differing,
            long held,
            @Nullable String problem,
            List<String> examples) {
        public Source {
            examples = Given.list(examples);
        }
    }

    /// What a store was found to hold.
    ///
    /// @param after read back once more after it was mended
    public record Store(
            String name,
            Drift drift,
            ReadBack found,
            @Nullable ReadBack after,
            @Nullable String problem,
            List<Row> examples) {
        public Store {
            drift = Given.or(drift, Drift.NONE);
            examples = Given.list(examples);
        }
    }

    /// A row that differed.
    ///
    /// @param kind `missing`, `extra`, `different` or `no_vector`
    public record Row(String documentId, String chunkId, String kind) {}
}
