package io.freshet.source;

import io.freshet.DeleteGuard;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Decides whether so many deletions are believed: not where they are more than a number *and* more
/// than a share of what the source had, counted together with those of the last while, so that a
/// loss that is seen bit by bit is one too. Confined to its shard.
final class Guard {
    private final DeleteGuard settings;
    private final Deque<Reported> recent = new ArrayDeque<>();

    Guard(DeleteGuard settings) {
        this.settings = settings;
    }

    private record Reported(Instant at, int documents) {}

    /// @param documents that are gone, those that still have their content elsewhere not counted
    /// @param known how many the source had, those among them
    boolean isTooMany(int documents, int known, Instant now) {
        long before = recent(now);
        long counted = documents + before;
        return documents > 0
                && counted > settings.documents()
                && counted > settings.share() * (known + before);
    }

    void reported(int documents, Instant now) {
        if (documents > 0) {
            recent.add(new Reported(now, documents));
        }
    }

    private long recent(Instant now) {
        Instant from = now.minus(settings.confirmAfter());
        recent.removeIf(reported -> reported.at.isBefore(from));
        return recent.stream().mapToLong(Reported::documents).sum();
    }
}
