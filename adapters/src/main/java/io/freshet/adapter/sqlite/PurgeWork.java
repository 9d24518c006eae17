package io.freshet.adapter.sqlite;

import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Purge;
import io.freshet.Version;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Forgets documents in every version and makes one of it, in one transaction, document by
/// document, so that memory does not grow with what is purged. For one transaction.
final class PurgeWork implements Database.Work<Optional<Version>> {
    /// A row without content and metadata is that of a delete which tells no more than that.
    static final String TELLING =
            """
            SELECT DISTINCT document FROM documents INDEXED BY documents_by_id
            WHERE document >= ? AND document < ? AND (content IS NOT NULL OR metadata <> '{}')
            ORDER BY document LIMIT ?
            """;

    static final String RETAINED =
            """
            SELECT DISTINCT document, hash FROM chunks
            WHERE (document, hash) > (?, ?) ORDER BY document, hash LIMIT ?
            """;

    private final Purge purge;
    private long next;
    private int documents;
    private int live;
    private int chunks;

    PurgeWork(Purge purge) {
        this.purge = purge;
    }

    @Override
    public Optional<Version> in(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        next = head.version() + 1;
        new ScopePages(purge.scope(), TELLING).each(session, document -> forget(session, document));
        if (documents == 0) {
            return Optional.empty();
        }
        Version version =
                new Version(
                        next,
                        purge.timestamp(),
                        Cause.PURGE,
                        head.space(),
                        new Version.Documents(0, 0, documents),
                        new Version.Chunks(0, chunks, 0),
                        new ChangeSet.Tokens(0, 0));
        session.update("UPDATE versions SET replaced_bytes = NULL");
        VersionRow.write(session, version);
        new HeadRow(
                        head.history(),
                        next,
                        head.oldest(),
                        head.documents() - live,
                        head.chunks() - chunks,
                        head.space(),
                        head.settledSequence())
                .write(session);
        return Optional.of(version);
    }

    private void forget(Session session, DocumentId document) throws SQLException {
        String id = document.value();
        List<String> contents =
                session.list(
                        """
                        SELECT DISTINCT content FROM documents
                        WHERE document = ? AND content IS NOT NULL
                        """,
                        row -> row.getString(1),
                        id);
        live +=
                (int)
                        session.number(
                                """
                                SELECT COUNT(*) FROM documents
                                WHERE document = ? AND removed_version = %d
                                """
                                        .formatted(LedgerSchema.LIVE),
                                id);
        int removed =
                (int)
                        session.number(
                                """
                                SELECT COUNT(*) FROM chunks
                                WHERE document = ? AND removed_version = %d
                                """
                                        .formatted(LedgerSchema.LIVE),
                                id);
        session.update("DELETE FROM documents WHERE document = ?", id);
        session.update("DELETE FROM chunks WHERE document = ?", id);
        for (String content : contents) {
            session.update(PruneWork.DROP_CONTENT, content, content);
        }
        documents++;
        chunks += removed;
        name(session, id, removed);
        SettledRow settled = SettledRow.read(session, document);
        new SettledRow(settled.sequence(), settled.sourceVersion(), next).write(session, document);
    }

    /// The version says that it is deleted.
    private void name(Session session, String document, int removed) throws SQLException {
        String timestamp = purge.timestamp().toString();
        session.update(
                Rewrite.OPEN,
                document,
                next,
                next,
                documents,
                EventType.DELETE.name(),
                timestamp,
                timestamp,
                null,
                "{}",
                next,
                null,
                null,
                0,
                removed,
                0);
    }
}
