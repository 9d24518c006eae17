package io.freshet.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a collection stands. In the list of all collections only the first fields are there.
///
/// @param state such as `serving`, `starting`, `closed` or `corrupt`
/// @param indexVersion that answers searches
/// @param sequence of the last accepted event
/// @param pending documents whose events wait
/// @param history of the numbers: they compare only within one; null where it cannot be told
/// @param withheld deletes that a source reported among too many to be believed
/// @param failing documents whose change failed and is tried again
/// @param problem why it cannot work, where it cannot
/// @param budgetProblem why documents wait where a budget is used up
/// @param backlogProblem why nothing more is taken, or only what is critical
/// @param reembedding what waits to be confirmed, for it would embed again much of what is there
/// @param migration where it is migrated, or its settings say otherwise than what is in force
/// @param settings with the keys and units of freshet.yaml
public record Status(
        String name,
        String state,
        long documents,
        long chunks,
        long indexVersion,
        long sequence,
        long pending,
        double oldestPendingSeconds,
        @Nullable String history,
        long committedVersion,
        @Nullable Retained retained,
        @Nullable Freshness freshness,
        List<Store> stores,
        @Nullable Complete complete,
        long withheld,
        long deadLetters,
        List<Failing> failing,
        @Nullable String problem,
        @Nullable String embedderProblem,
        @Nullable String budgetProblem,
        @Nullable String backlogProblem,
        @Nullable Reembedding reembedding,
        @Nullable Spent spent,
        @Nullable CostSoFar cost,
        List<Source> sources,
        @Nullable Moving migration,
        @Nullable Webhooks webhooks,
        Map<String, Object> settings) {
    public Status {
        stores = Given.list(stores);
        failing = Given.list(failing);
        sources = Given.list(sources);
        settings = Given.map(settings);
    }

    /// What is kept beside the newest version.
    ///
    /// @param oldestVersion from it on every version can be asked for; of older ones those with a
    ///   tag
    /// @param bytes about what these versions take
    public record Retained(long oldestVersion, int tags, long bytes) {}

    /// How long changes took from accepted to searchable.
    public record Freshness(double p50Ms, double p99Ms) {}

    /// A store, and which version it shows.
    public record Store(
            String name,
            long appliedVersion,
            long rows,
            boolean healthy,
            @Nullable String problem) {}

    /// A change that failed and is tried again.
    public record Failing(
            String documentId, long sequence, int attempts, Instant retryAt, String problem) {}

    /// What was embedded since the collection was opened, and what was not, by reason.
    public record Spent(
            long texts,
            long requests,
            long tokens,
            long knownVectors,
            long keptChunks,
            long superseded,
            long unchanged) {}

    /// What embedding has cost it; null where that is not known.
    public record CostSoFar(@Nullable Double todayUsd, @Nullable Double monthUsd) {}

    /// Where documents come from by themselves.
    ///
    /// @param state `scanning`, `live`, `failing` or `stopped`
    /// @param read of the scan that runs, of which `toRead` are left
    /// @param held documents that differ from it since a rollback
    public record Source(
            String name,
            String type,
            @Nullable String path,
            String state,
            long files,
            long read,
            long toRead,
            long skipped,
            long withheld,
            long held,
            @Nullable String problem,
            @Nullable Instant lastScan) {}

    /// A migration in short; [CollectionMigrations#status] tells all of it.
    ///
    /// @param embedder in force
    /// @param other the embedder of the other side
    public record Moving(
            String state,
            String embedder,
            @Nullable String other,
            Migration.@Nullable Progress progress,
            @Nullable String problem,
            @Nullable String remedy) {}

    /// How many webhooks are in each state.
    public record Webhooks(int active, int failing, int paused) {}
}
