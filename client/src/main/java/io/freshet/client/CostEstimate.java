package io.freshet.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What so many tokens would cost, model beside model, the cheapest first.
public record CostEstimate(long tokens, List<Price> models) {
    public CostEstimate {
        models = Given.list(models);
    }

    /// A model and its price; null where that is not known.
    ///
    /// @param date when it was so
    /// @param source where that stands
    public record Price(
            String model,
            @Nullable Double costUsd,
            @Nullable Double usdPerMillionTokens,
            @Nullable String date,
            @Nullable String source) {}
}
