package io.freshet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one document's change does to the index.
///
/// @param base what it was planned against
/// @param settlement what it settles
/// @param timestamp the event's, as announced
/// @param after the document from now on; empty where it is deleted
/// @param added chunks that the document did not hold before, each once
/// @param removed hashes that it holds no more, each once
/// @param kept distinct chunks that it held and holds
public record DocumentChange(
        EventType type,
        Base base,
        Settlement settlement,
        Instant timestamp,
        Optional<Body> after,
        List<Chunk> added,
        List<String> removed,
        int kept) {
    public DocumentChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        Check.that(
                after.isEmpty() == (type == EventType.DELETE),
                () -> "only a deleted document has no body");
    }

    public DocumentId document() {
        return base.document();
    }

    /// What a document is made of. `metadata` and `given` as in [Committed].
    public record Body(
            Content content, Metadata metadata, Metadata given, List<Placement> placements) {
        public Body {
            placements = List.copyOf(placements);
        }
    }
}
