package io.freshet;

import java.util.List;

/// A document as a version holds it, without its text.
public record Outline(DocumentId document, Metadata metadata, List<Placement> placements) {
    public Outline {
        placements = List.copyOf(placements);
    }

    public static Outline of(Committed document) {
        return new Outline(document.document(), document.metadata(), document.placements());
    }
}
