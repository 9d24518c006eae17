package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.SourceItem;
import io.freshet.SourceProgress;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What is known of the sources within a transaction. Confined to the transaction.
record SourceItems(Session session) {
    void store(SourceProgress progress) throws SQLException {
        for (SourceItem item : progress.seen()) {
            session.update(
                    """
                    INSERT INTO items (source, document, stamp, hash) VALUES (?, ?, ?, ?)
                    ON CONFLICT (source, document) DO UPDATE
                        SET stamp = excluded.stamp, hash = excluded.hash
                    """,
                    progress.source(),
                    item.document().value(),
                    item.stamp(),
                    item.hash());
        }
        for (DocumentId gone : progress.gone()) {
            session.update(
                    "DELETE FROM items WHERE source = ? AND document = ?",
                    progress.source(),
                    gone.value());
        }
    }

    List<SourceItem> page(String source, Optional<DocumentId> after, int limit)
            throws SQLException {
        return session.list(
                """
                SELECT document, stamp, hash FROM items WHERE source = ? AND document > ?
                ORDER BY document LIMIT ?
                """,
                row ->
                        new SourceItem(
                                new DocumentId(row.getString(1)),
                                row.getString(2),
                                row.getString(3)),
                source,
                after.map(DocumentId::value).orElse(""),
                limit);
    }
}
