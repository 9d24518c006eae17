package io.freshet.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a webhook stands.
///
/// @param filter what of the feed it gets, with `prefix`, `eventTypes` and `include`; empty: all
/// @param state `active`, `failing` or `paused`, by somebody or with a `problem` by itself
/// @param position up to there everything was taken
/// @param behind versions that are announced and not handled
/// @param problem of the last post
/// @param secret in the answer that made it, and never again
public record Webhook(
        String name,
        String url,
        @Nullable String prefix,
        Map<String, Object> filter,
        List<String> eventTypes,
        List<String> include,
        String state,
        String position,
        long indexVersion,
        @Nullable Long behind,
        long delivered,
        long failed,
        @Nullable Instant deliveredAt,
        @Nullable String problem,
        @Nullable Instant failingSince,
        @Nullable Instant retryAt,
        @Nullable String secret) {
    public Webhook {
        filter = Given.map(filter);
        eventTypes = Given.list(eventTypes);
        include = Given.list(include);
    }
}
