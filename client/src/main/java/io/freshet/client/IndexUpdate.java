package io.freshet.client;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A document changed, and the change is searchable.
///
/// @param eventType `insert`, `update`, `delete` or `refresh`
/// @param timestamp the event's own, if it brought one
/// @param metadata the document's; for a delete its last
/// @param metadataOmitted it is not sent, being too large
/// @param entered the document has come to match the subscriber's filter: here an insert
/// @param left it matches the filter no more: here a delete
/// @param content what the subscriber asked for by [Subscriber#include]
public record IndexUpdate(
        String collection,
        String position,
        String eventType,
        String documentId,
        long indexVersion,
        Instant timestamp,
        Map<String, Object> metadata,
        boolean metadataOmitted,
        ChunkCounts chunks,
        boolean entered,
        boolean left,
        @Nullable ChunkChange content)
        implements Change {
    public IndexUpdate {
        metadata = Given.map(metadata);
        chunks = Given.or(chunks, ChunkCounts.NONE);
    }

    /// Is the document gone?
    public boolean isDelete() {
        return eventType.equals("delete");
    }
}
