package io.freshet.server.webhook;

import io.freshet.CollectionName;
import io.freshet.Position;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// How a webhook stands; its secret is told nobody.
///
/// @param wanted `prefix`, `event_types`, `filter` and `include` as a JSON object
/// @param behind versions that are announced and not handled; empty where the collection has
///   another history, or cannot say
public record WebhookStatus(
        CollectionName collection,
        String name,
        String url,
        String wanted,
        State state,
        Position position,
        OptionalLong behind,
        Posts posts,
        Optional<String> problem,
        Optional<Instant> failingSince,
        Optional<Instant> retryAt) {
    /// What it does.
    public enum State {
        ACTIVE,
        /// The last post failed, and is tried again.
        FAILING,
        /// By a person, or where there is a problem, by itself.
        PAUSED
    }

    public record Posts(long delivered, long failed, Optional<Instant> deliveredAt) {}
}
