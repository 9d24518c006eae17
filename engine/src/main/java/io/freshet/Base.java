package io.freshet;

import java.util.Optional;

/// What a document's change is planned against. Where it has moved by the time of the commit, the
/// document is planned again, which costs nothing.
///
/// @param version the version that last wrote or deleted the document, 0 where none ever did
/// @param settled the highest settled sequence of the document, 0 where there is none
public record Base(DocumentId document, long version, long settled, Optional<Committed> committed) {
    public static Base none(DocumentId document) {
        return new Base(document, 0, 0, Optional.empty());
    }

    /// The same for a change that needs the old text no more: a version that deletes thousands of
    /// documents does not hold all their texts (I8).
    public Base withoutText() {
        return new Base(document, version, settled, committed.map(Committed::withoutText));
    }
}
