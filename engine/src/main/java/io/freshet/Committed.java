package io.freshet;

import java.time.Instant;
import java.util.List;

/// A document as a version holds it.
///
/// @param version the one that wrote it
/// @param metadata what searches see: the front matter with `given` over it
/// @param given what came with events; a merge patch applies to it
/// @param updatedAt the timestamp of the version that wrote it
public record Committed(
        DocumentId document,
        long version,
        Content content,
        Metadata metadata,
        Metadata given,
        List<Placement> placements,
        Instant updatedAt) {
    public Committed {
        placements = List.copyOf(placements);
    }

    Committed withoutText() {
        return new Committed(
                document,
                version,
                new Content(content.format(), ""),
                metadata,
                given,
                placements,
                updatedAt);
    }
}
