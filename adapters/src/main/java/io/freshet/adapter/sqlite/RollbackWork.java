package io.freshet.adapter.sqlite;

import io.freshet.Cause;
import io.freshet.ChangeSet;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Version;
import io.freshet.spi.Ledger.Recut;
import io.freshet.spi.Ledger.Rollback;
import io.freshet.spi.Ledger.RolledBack;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes an older version's content the next version, in one transaction. For one transaction.
final class RollbackWork implements Database.Work<RolledBack> {
    static final String SPACE = "SELECT space FROM versions WHERE number = ?";

    private static final int PAGE = 500;

    private final Rollback rollback;
    private final Optional<Recut> recut;

    RollbackWork(Rollback rollback, Optional<Recut> recut) {
        this.rollback = rollback;
        this.recut = recut;
    }

    @Override
    public RolledBack in(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        if (!TagRows.retained(session, head, rollback.to())) {
            return new RolledBack.NotRetained(head.oldest());
        }
        String space =
                session.first(SPACE, row -> row.getString(1), rollback.to()).orElse(head.space());
        boolean isOther =
                !space.equals(head.space())
                        || SideRows.read(session)
                                .filter(s -> rollback.to() < s.since())
                                .isPresent();
        if (isOther && recut.isEmpty()) {
            return new RolledBack.OtherSide(space);
        }
        Rewrite rewrite =
                new Rewrite(
                        head,
                        rollback.to(),
                        rollback.timestamp(),
                        isOther ? recut.map(Recut::cut) : Optional.empty(),
                        EventType.UPDATE);
        rollBackAll(session, head, rewrite);
        if (rewrite.changesNothing()) {
            return new RolledBack.Done(head.head(), Optional.empty());
        }
        long embedded = recut.map(Recut::tokens).orElse(0L);
        ChangeSet.Tokens tokens =
                new ChangeSet.Tokens(embedded, Math.max(0, rewrite.tokensAdded() - embedded));
        Version version = rewrite.complete(session, Cause.ROLLBACK, head.space(), tokens);
        return new RolledBack.Done(HeadRow.read(session).head(), Optional.of(version));
    }

    private void rollBackAll(Session session, HeadRow head, Rewrite rewrite) throws SQLException {
        if (!rollback.documents().isEmpty()) {
            for (String document : named()) {
                rewrite.document(session, document);
            }
            return;
        }
        Touched touched = new Touched(rollback.to(), head.version());
        Optional<DocumentId> last = Optional.empty();
        List<String> page;
        do {
            page = touched.page(session, rollback.prefix(), last, PAGE);
            for (String document : page) {
                rewrite.document(session, document);
            }
            last = page.isEmpty() ? last : Optional.of(new DocumentId(page.getLast()));
        } while (page.size() == PAGE);
    }

    private Set<String> named() {
        Set<String> named = new TreeSet<>();
        rollback.documents().stream()
                .map(DocumentId::value)
                .filter(document -> document.startsWith(rollback.prefix()))
                .forEach(named::add);
        return named;
    }
}
