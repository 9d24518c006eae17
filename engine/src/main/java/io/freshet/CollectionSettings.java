package io.freshet;

import java.time.Duration;

/// How one collection is kept fresh.
///
/// @param freshnessTarget how long an edit may wait for its document's next edit; a document is
///   taken when it has waited half of it; 0 to 1 day
/// @param batchDocumentsMax documents in one version's batch, 1 to 10,000
/// @param eventIdWindow how long `event_id`s are remembered
/// @param retention how many versions, and how old, are kept at least, and how many bytes at most
/// @param backlog how much may wait; the same for every collection of a server
/// @param budget how much it may spend on embedding
/// @param reembedGuard how much may be embedded again without being asked
public record CollectionSettings(
        Chunking chunking,
        Duration freshnessTarget,
        int batchDocumentsMax,
        Duration eventIdWindow,
        Retention retention,
        DeleteGuard deleteGuard,
        RetrySettings retry,
        SearchSettings search,
        Backlog backlog,
        Budget budget,
        ReembedGuard reembedGuard) {
    public static final CollectionSettings DEFAULT =
            new CollectionSettings(
                    Chunking.DEFAULT,
                    Duration.ZERO,
                    100,
                    Duration.ofDays(7),
                    new Retention(1000, Duration.ofDays(30), 10L << 30),
                    DeleteGuard.DEFAULT,
                    RetrySettings.DEFAULT,
                    SearchSettings.DEFAULT,
                    Backlog.DEFAULT);

    public CollectionSettings {
        if (freshnessTarget.isNegative() || freshnessTarget.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "freshness_target is 0s to 24h; freshness_target=" + freshnessTarget);
        }
        if (batchDocumentsMax < 1 || batchDocumentsMax > 10_000) {
            throw new IllegalArgumentException(
                    "batch_documents_max is 1 to 10000; batch_documents_max=" + batchDocumentsMax);
        }
    }

    /// Without a budget, and without a guard over what is embedded again.
    public CollectionSettings(
            Chunking chunking,
            Duration freshnessTarget,
            int batchDocumentsMax,
            Duration eventIdWindow,
            Retention retention,
            DeleteGuard deleteGuard,
            RetrySettings retry,
            SearchSettings search,
            Backlog backlog) {
        this(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                deleteGuard,
                retry,
                search,
                backlog,
                Budget.NONE,
                ReembedGuard.OFF);
    }

    /// The same with another budget.
    public CollectionSettings with(Budget other) {
        return new CollectionSettings(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                deleteGuard,
                retry,
                search,
                backlog,
                other,
                reembedGuard);
    }

    /// The same with another guard over what is embedded again.
    public CollectionSettings with(ReembedGuard other) {
        return new CollectionSettings(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                deleteGuard,
                retry,
                search,
                backlog,
                budget,
                other);
    }

    /// The same, cut in another way.
    public CollectionSettings with(Chunking cut) {
        return new CollectionSettings(
                cut,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                deleteGuard,
                retry,
                search,
                backlog,
                budget,
                reembedGuard);
    }

    /// The same with another guard.
    public CollectionSettings with(DeleteGuard guard) {
        return new CollectionSettings(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                guard,
                retry,
                search,
                backlog,
                budget,
                reembedGuard);
    }

    /// The same with other retries.
    public CollectionSettings with(RetrySettings retries) {
        return new CollectionSettings(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                deleteGuard,
                retries,
                search,
                backlog,
                budget,
                reembedGuard);
    }

    /// The same with another retention.
    public CollectionSettings with(Retention kept) {
        return new CollectionSettings(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                kept,
                deleteGuard,
                retry,
                search,
                backlog,
                budget,
                reembedGuard);
    }

    /// The same with another backlog.
    public CollectionSettings with(Backlog other) {
        return new CollectionSettings(
                chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                retention,
                deleteGuard,
                retry,
                search,
                other,
                budget,
                reembedGuard);
    }

    /// A version is dropped once it is older than `versions` and `age` both say, and before that
    /// where versions keep more than `bytes` beyond the newest.
    public record Retention(int versions, Duration age, long bytes) {
        public Retention {
            if (versions < 1) {
                throw new IllegalArgumentException("retention.versions is 1 or more");
            }
            if (bytes < 0) {
                throw new IllegalArgumentException("retention.size is 0B or more");
            }
        }
    }
}
