package io.freshet.engine;

import io.freshet.CollectionName;
import io.freshet.Money;
import io.freshet.ReadBack;
import io.freshet.Reembedded;
import io.freshet.SourceStatus;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a collection stands.
///
/// @param searchable the version that answers searches and was announced
/// @param state what it is doing, or why it stopped
/// @param oldestWaiting how long the oldest waiting event has waited
/// @param freshness from acceptance to searchable, of the latest 1,000 settled events; empty before
///   any
/// @param embedder the endpoint's last failure while it holds everything up
/// @param budget why documents wait, where a budget is used up
/// @param reembedding what waits for somebody's word, since it would embed again much of what is
///   there
/// @param backlog why nothing more is taken, or only critical events, where the backlog is full
/// @param cost empty where it is not open, or the price of its model is not known
/// @param sources how far each is followed
/// @param problem why the collection does not serve, or why it can write nothing now
public record CollectionStatus(
        CollectionName name,
        State state,
        Ledger.Head head,
        long searchable,
        Journal.Status journal,
        Duration oldestWaiting,
        Optional<Freshness> freshness,
        List<StoreStatus> stores,
        Optional<String> embedder,
        Optional<String> budget,
        Optional<Reembedded> reembedding,
        Optional<String> backlog,
        Optional<String> problem,
        Drift drift,
        Retained retained,
        Spent spent,
        Optional<CostSoFar> cost,
        List<SourceStatus> sources) {
    public CollectionStatus {
        stores = List.copyOf(stores);
        sources = List.copyOf(sources);
    }

    /// What a collection is doing.
    public enum State {
        /// Filling its primary store up to the highest version announced: searches wait.
        STARTING,
        SERVING,
        /// Its stored data is damaged or foreign; `problem` of the status says which.
        CORRUPT,
        /// On disk and opened when it is first used, or just being opened or changed.
        CLOSED
    }

    /// What embedding has cost it, today and this month, in UTC.
    public record CostSoFar(Money today, Money month) {}

    /// As long as it is not open.
    CollectionStatus resting() {
        return new Status(name).resting(head, journal);
    }

    /// What did not fit together and was mended, since the process started.
    ///
    /// @param droppedHits candidates of a store that the ledger did not know at their version
    /// @param mendedVectors vectors that were missing and were embedded again
    public record Drift(long droppedHits, long mendedVectors) {}

    /// What is kept beside the newest version.
    ///
    /// @param tags how many there are
    /// @param bytes what versions keep beyond the newest, as it was when it was last looked at;
    ///   tagged ones apart
    public record Retained(long tags, long bytes) {}

    /// In milliseconds.
    public record Freshness(double p50Ms, double p99Ms) {}

    /// @param rows as the store itself counts them at its applied version
    /// @param problem why it lags, where it does
    /// @param readBack what it was found to hold in the newest whole round; empty before the first
    /// @param age how long ago that was
    /// @param drift rows that were found wrong since the process started
    public record StoreStatus(
            String name,
            long applied,
            long rows,
            Optional<String> problem,
            Optional<ReadBack> readBack,
            Duration age,
            ReadBack.Drift drift) {}

    /// Since the process started, by the fixed estimate.
    ///
    /// @param texts embedded, and `requests` made for them
    /// @param knownVectors texts whose vector was known by content
    /// @param keptChunks chunks that an edit did not touch
    /// @param superseded events that were overtaken before they cost anything
    /// @param unchanged events that changed nothing
    public record Spent(
            long texts,
            long requests,
            long tokens,
            long knownVectors,
            long keptChunks,
            long superseded,
            long unchanged) {}
}
