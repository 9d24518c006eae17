package io.freshet.adapter.sqlite;

import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.Check;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Side;
import io.freshet.Sides;
import io.freshet.Version;
import io.freshet.spi.Ledger.Switch;
import io.freshet.spi.Ledger.Switched;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Puts the other side in force by the next version, in one transaction. For one transaction.
final class SwitchWork implements Database.Work<Switched> {
    static final String LIVE =
            """
            SELECT document FROM documents
            WHERE removed_version = %d AND document >= ? AND document < ?
            ORDER BY document LIMIT ?
            """
                    .formatted(LedgerSchema.LIVE);

    private static final int PAGE = 500;

    private final Switch how;

    SwitchWork(Switch how) {
        this.how = how;
    }

    /// Undoes the transaction.
    static final class DiffersException extends RuntimeException {
        private static final long serialVersionUID = 1;
        final long chunks;

        DiffersException(long chunks) {
            super("chunks=" + chunks);
            this.chunks = chunks;
        }
    }

    @Override
    public Switched in(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        Sides sides = SideRows.read(session).orElseThrow();
        Side other = sides.other().orElseThrow().side();
        Check.that(
                how.cut().isPresent() || other.chunking().equals(sides.inForce().chunking()),
                () -> "documents that are cut otherwise are cut anew");
        Rewrite rewrite =
                new Rewrite(head, head.version(), how.timestamp(), how.cut(), EventType.REFRESH);
        if (how.cut().isPresent()) {
            cutAll(session, rewrite);
        }
        if (rewrite.chunksAfter() != how.rows()) {
            throw new DiffersException(rewrite.chunksAfter());
        }
        Version version =
                rewrite.complete(session, Cause.MIGRATION, other.space(), ChangeSet.Tokens.NONE);
        var _ = SideRows.write(session, sides.switched(version.number()));
        return new Switched.Done(HeadRow.read(session).head(), version);
    }

    private static void cutAll(Session session, Rewrite rewrite) throws SQLException {
        Optional<DocumentId> last = Optional.empty();
        List<String> page;
        do {
            page =
                    session.list(
                            LIVE,
                            row -> row.getString(1),
                            Documents.start("", last),
                            Documents.end(""),
                            PAGE);
            for (String document : page) {
                rewrite.document(session, document);
            }
            last = page.isEmpty() ? last : Optional.of(new DocumentId(page.getLast()));
        } while (page.size() == PAGE);
    }
}
