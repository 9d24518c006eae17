package io.freshet.client;

import java.time.Instant;
import java.util.Map;

/// A document in a list.
///
/// @param indexVersion the version that wrote it
public record DocumentSummary(
        String documentId,
        long indexVersion,
        Instant updatedAt,
        String mediaType,
        Map<String, Object> metadata) {
    public DocumentSummary {
        metadata = Given.map(metadata);
    }
}
