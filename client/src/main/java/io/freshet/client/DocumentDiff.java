package io.freshet.client;

import java.util.List;

/// What differs in one document between two versions.
///
/// @param eventType `insert`, `update` or `delete`
public record DocumentDiff(
        String documentId, String eventType, boolean metadataChanged, Chunks chunks) {
    public DocumentDiff {
        chunks = Given.or(chunks, new Chunks(List.of(), List.of(), 0));
    }

    /// Those that only one of the two versions holds, and how many both do.
    public record Chunks(List<Piece> added, List<Piece> removed, int kept) {
        public Chunks {
            added = Given.list(added);
            removed = Given.list(removed);
        }
    }

    /// A chunk and its text.
    public record Piece(String chunkId, String text) {}
}
