package io.freshet.client;

/// A collection that went back to older content, by a new version.
///
/// @param unchanged nothing differed, and no version was made
/// @param visible is it searchable already?
/// @param waiting documents whose waiting events apply after it
public record RolledBack(
        long indexVersion,
        DocumentCounts documents,
        ChunkCounts chunks,
        TokenCounts tokens,
        boolean unchanged,
        boolean visible,
        int waiting) {
    public RolledBack {
        documents = Given.or(documents, DocumentCounts.NONE);
        chunks = Given.or(chunks, ChunkCounts.NONE);
        tokens = Given.or(tokens, TokenCounts.NONE);
    }
}
