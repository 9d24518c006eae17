package io.freshet.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A collection that went back to older content, by a new version.
///
/// @param unchanged nothing differed, and no version was made
/// @param visible is it searchable already?
/// @param waiting documents whose waiting events apply after it
/// @param timestamp null where no version was made, as are `cause` and `costUsd`
/// @param costUsd by an estimate of tokens; null also where the price of the model is not known
/// @param discarded what waited and was dropped, where that was asked for
public record RolledBack(
        long indexVersion,
        @Nullable Instant timestamp,
        @Nullable String cause,
        DocumentCounts documents,
        ChunkCounts chunks,
        TokenCounts tokens,
        @Nullable Double costUsd,
        List<String> tags,
        boolean unchanged,
        boolean visible,
        int waiting,
        Discarded discarded) {
    public RolledBack {
        documents = Given.or(documents, DocumentCounts.NONE);
        chunks = Given.or(chunks, ChunkCounts.NONE);
        tokens = Given.or(tokens, TokenCounts.NONE);
        tags = Given.list(tags);
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
