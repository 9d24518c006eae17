package io.freshet.client;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A document changed, and the change is searchable.
///
/// @param eventType `insert`, `update`, `delete` or `refresh`
/// @param timestamp the event's own, if it brought one
/// @param metadata the document's; for a delete its last
/// @param metadataOmitted it is not sent, being too large
public record IndexUpdate(
        String collection,
        String position,
        String eventType,
        String documentId,
        long indexVersion,
        Instant timestamp,
        Map<String, Object> metadata,
        boolean metadataOmitted,
        ChunkCounts chunks)
        implements Change {
    public IndexUpdate {
        metadata = Given.map(metadata);
        chunks = Given.or(chunks, ChunkCounts.NONE);
    }

    /// Is the document gone?
    public boolean isDelete() {
        return eventType.equals("delete");
    }

    static IndexUpdate of(JsonNode frame) {
        Event event = JsonText.as(frame.path("event"), Event.class);
        return new IndexUpdate(
                frame.path("collection").asString(""),
                frame.path("position").asString(""),
                event.eventType,
                event.documentId,
                event.indexVersion,
                event.timestamp,
                event.metadata,
                event.metadataOmitted,
                event.chunks);
    }

    private record Event(
            String eventType,
            String documentId,
            long indexVersion,
            Instant timestamp,
            Map<String, Object> metadata,
            boolean metadataOmitted,
            ChunkCounts chunks) {}
}
