package io.freshet.migration;

import io.freshet.Chunk;
import io.freshet.DocumentId;
import io.freshet.Metadata;
import io.freshet.RowKey;
import io.freshet.Vector;
import io.freshet.spi.Store;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What some documents mean for the other side's store.
///
/// @param removed rows that it holds no more
/// @param lacking texts whose vector is not known, by hash
/// @param next where to go on; empty at the end
record Page(
        int documents,
        List<RowKey> removed,
        List<Row> rows,
        Map<String, Chunk> lacking,
        Optional<DocumentId> next) {
    Page {
        removed = List.copyOf(removed);
        rows = List.copyOf(rows);
        lacking = Collections.unmodifiableMap(new TreeMap<>(lacking));
    }

    /// A row without its vector.
    record Row(RowKey key, String text, Metadata metadata) {
        Store.Row with(Vector vector) {
            return new Store.Row(key, text, vector, metadata);
        }
    }

    /// The same, once these are known.
    Page without(List<Chunk> known) {
        Map<String, Chunk> left = new TreeMap<>(lacking);
        known.forEach(chunk -> left.remove(chunk.hash()));
        return new Page(documents, removed, rows, left, next);
    }

    /// A document that has a text, to name it.
    Optional<DocumentId> documentOf(String hash) {
        Stream<RowKey> keys = rows.stream().map(Row::key);
        return keys.filter(key -> key.hash().equals(hash)).map(RowKey::document).findFirst();
    }
}
