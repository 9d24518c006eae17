package io.freshet.client;

import java.util.List;

/// A collection that went back to older content, by a new version.
///
/// @param unchanged nothing differed, and no version was made
/// @param visible is it searchable already?
/// @param waiting documents whose waiting events apply after it
/// @param discarded what waited and was dropped, where that was asked for
public record RolledBack(
        long indexVersion,
        DocumentCounts documents,
        ChunkCounts chunks,
        TokenCounts tokens,
        boolean unchanged,
        boolean visible,
        int waiting,
        Discarded discarded) {
    public RolledBack {
        documents = Given.or(documents, DocumentCounts.NONE);
        chunks = Given.or(chunks, ChunkCounts.NONE);
        tokens = Given.or(tokens, TokenCounts.NONE);
        discarded = Given.or(discarded, Discarded.NONE);
    }

    /// Events that were dropped.
    ///
    /// @param documentIds the first 1,000 of their documents
    public record Discarded(long events, long documents, List<String> documentIds) {
        static final Discarded NONE = new Discarded(0, 0, List.of());

        public Discarded {
            documentIds = Given.list(documentIds);
        }
    }
}
