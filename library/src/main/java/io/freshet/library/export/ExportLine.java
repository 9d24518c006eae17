package io.freshet.library.export;

import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.Vector;
import java.util.Optional;

/// A line of an export.
public sealed interface ExportLine {
    /// The first one.
    ///
    /// @param space the fingerprint of that of the vectors, and `model` its name
    record Header(String collection, long indexVersion, String space, String model, int dimensions)
            implements ExportLine {}

    /// @param given the metadata that came with events; what the front matter says is in the text
    record Document(DocumentId id, Content content, Metadata given) implements ExportLine {}

    /// A chunk of the document before it.
    record Piece(String hash, Optional<Vector> vector) implements ExportLine {}

    /// The last one: what lies before it.
    record Footer(long documents, long chunks, long vectors) implements ExportLine {}
}
