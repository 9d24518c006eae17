package io.freshet.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A document with its text and chunks.
///
/// @param indexVersion the version that wrote it
public record Document(
        String documentId,
        long indexVersion,
        Instant updatedAt,
        String mediaType,
        Map<String, Object> metadata,
        String text,
        List<Chunk> chunks) {
    public Document {
        metadata = Given.map(metadata);
        chunks = Given.list(chunks);
    }

    /// A piece of the text.
    ///
    /// @param start in UTF-16 units, as `String.substring` takes them
    /// @param vector where it was asked for
    public record Chunk(
            String chunkId,
            int ordinal,
            int start,
            int end,
            int tokens,
            List<String> headings,
            String text,
            List<Float> vector) {
        public Chunk {
            vector = Given.list(vector);
            headings = Given.list(headings);
        }
    }
}
