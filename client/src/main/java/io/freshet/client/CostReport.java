package io.freshet.client;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What embedding has cost in some days, in UTC, and what was spared.
///
/// @param projectedMonthUsd what the current month will have cost at the rate of what is past of it
public record CostReport(
        LocalDate from,
        LocalDate to,
        Cost total,
        @Nullable Double projectedMonthUsd,
        List<Cost> months,
        List<Cost> days,
        List<Cost> collections,
        List<Cost> causes,
        List<Cost> models,
        List<Cost> endpoints,
        List<Spared> spared) {
    public CostReport {
        months = Given.list(months);
        days = Given.list(days);
        collections = Given.list(collections);
        causes = Given.list(causes);
        models = Given.list(models);
        endpoints = Given.list(endpoints);
        spared = Given.list(spared);
    }

    /// What was not embedded.
    ///
    /// @param reason such as `kept_chunk` or `known_vector`
    /// @param count events, chunks, texts or rows
    /// @param tokens by an estimate; 0 where nobody had cut the text
    public record Spared(String reason, long count, long tokens) {}
}
