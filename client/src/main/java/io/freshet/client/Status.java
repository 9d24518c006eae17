package io.freshet.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a collection stands. In the list of all collections only the first fields are there.
///
/// @param state such as `serving`, `starting`, `closed` or `corrupt`
/// @param indexVersion that answers searches
/// @param pending documents whose events wait
/// @param history of the numbers: they compare only within one; null where it cannot be told
/// @param complete what became of each accepted event, and what the stores were found to hold
/// @param problem why it cannot work, where it cannot
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
        @Nullable Freshness freshness,
        List<Store> stores,
        long withheld,
        long deadLetters,
        @Nullable String problem,
        @Nullable String embedderProblem,
        @Nullable String backlogProblem,
        Map<String, Object> complete,
        Map<String, Object> spent,
        Map<String, Object> settings,
        List<Map<String, Object>> sources) {
    public Status {
        stores = Given.list(stores);
        complete = Given.map(complete);
        spent = Given.map(spent);
        settings = Given.map(settings);
        sources = Given.list(sources);
    }

    /// How long changes took from accepted to searchable.
    public record Freshness(double p50Ms, double p99Ms) {}

    /// A store, and which version it shows.
    public record Store(
            String name,
            long appliedVersion,
            long rows,
            boolean healthy,
            @Nullable String problem) {}
}
