package io.freshet.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events that are on the server's disk.
///
/// @param deduplicated repeats of an `event_id`
/// @param sequence the highest of this request, for [SearchRequest#minSequence]
/// @param indexVersion that was searchable at that moment; where it was waited for, that holds them
/// @param deleted documents that a replacement or a selection deleted
/// @param visible whether all are searchable; null where nothing was waited for
/// @param failing documents whose change failed and is tried again
/// @param failed documents whose change was given up, withheld or put off
public record Accepted(
        int accepted,
        int deduplicated,
        long sequence,
        long indexVersion,
        @Nullable Integer deleted,
        @Nullable Boolean visible,
        int unchanged,
        int superseded,
        int ignored,
        @Nullable ChunkCounts chunks,
        @Nullable TokenCounts tokens,
        List<Failure> failing,
        List<Failure> failed) {
    public Accepted {
        failing = Given.list(failing);
        failed = Given.list(failed);
    }

    /// Was it waited for, and are all of them searchable?
    public boolean isVisible() {
        return Boolean.TRUE.equals(visible);
    }

    /// A document whose change is not searchable, and why.
    ///
    /// @param code such as `retrying` or `dead_letter`
    public record Failure(
            String documentId, String code, String detail, @Nullable Instant retryAt) {}
}
