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
/// @param documents how large one may be; likewise
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
        DocumentLimits documents,
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

    /// Without a budget, with the default sizes, and without a guard over what is embedded again.
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
                DocumentLimits.DEFAULT,
                Budget.NONE,
                ReembedGuard.OFF);
    }

    /// One of its parts.
    public sealed interface Part
            permits Backlog,
                    Budget,
                    Chunking,
                    DeleteGuard,
                    DocumentLimits,
                    ReembedGuard,
                    Retention,
                    RetrySettings,
                    SearchSettings {}

    /// The same with another part.
    public CollectionSettings with(Part other) {
        return new CollectionSettings(
                other instanceof Chunking it ? it : chunking,
                freshnessTarget,
                batchDocumentsMax,
                eventIdWindow,
                other instanceof Retention it ? it : retention,
                other instanceof DeleteGuard it ? it : deleteGuard,
                other instanceof RetrySettings it ? it : retry,
                other instanceof SearchSettings it ? it : search,
                other instanceof Backlog it ? it : backlog,
                other instanceof DocumentLimits it ? it : documents,
                other instanceof Budget it ? it : budget,
                other instanceof ReembedGuard it ? it : reembedGuard);
    }

    /// A version is dropped once it is older than `versions` and `age` both say, and before that
    /// where versions keep more than `bytes` beyond the newest.
    public record Retention(int versions, Duration age, long bytes) implements Part {
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
