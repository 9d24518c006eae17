package io.freshet.client;

import java.time.Instant;
import java.util.Map;

/// What a version did to a document.
///
/// @param eventType `insert`, `update`, `delete` or `refresh`
public record DocumentChange(
        long indexVersion,
        String eventType,
        Instant timestamp,
        ChunkCounts chunks,
        Map<String, Object> metadata) {
    public DocumentChange {
        chunks = Given.or(chunks, ChunkCounts.NONE);
        metadata = Given.map(metadata);
    }
}
