package io.freshet.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an update did to a document's chunks, for who keeps a copy of them from the feed alone.
///
/// @param added chunks that it did not hold
/// @param removed ids of chunks that it holds no more
/// @param order ids of all its chunks, in order: what is not in it is gone
/// @param whole `added` are all that it holds: forget what you had of it
/// @param omitted `removed` and `order` were too large to be sent: read the document
public record ChunkChange(
        List<Added> added,
        List<String> removed,
        List<String> order,
        boolean whole,
        boolean omitted) {
    public ChunkChange {
        added = Given.list(added);
        removed = Given.list(removed);
        order = Given.list(order);
    }

    /// A chunk.
    ///
    /// @param ordinal its first place in the document
    /// @param text where it was asked for
    /// @param vector where it was asked for
    /// @param omitted it was too large to be sent: read the document
    public record Added(
            String chunkId,
            int ordinal,
            List<String> headings,
            @Nullable String text,
            List<Float> vector,
            boolean omitted) {
        public Added {
            headings = Given.list(headings);
            vector = Given.list(vector);
        }
    }
}
