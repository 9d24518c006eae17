package io.freshet;

import java.util.Comparator;

/// A row of a store: a distinct chunk of a document. Ordered by the document's UTF-8 bytes, then by
/// hash.
public record RowKey(DocumentId document, String hash) implements Comparable<RowKey> {
    private static final Comparator<RowKey> ORDER =
            Comparator.comparing(RowKey::document).thenComparing(RowKey::hash);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }
}
