package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.Scope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The documents of a scope that a table knows, page by page.
///
/// @param sql finds ids from a first text on and below an end, in order, up to a limit
record ScopePages(Scope scope, String sql) {
    private static final int PAGE = 500;

    /// By id, after a key.
    List<DocumentId> page(Session session, Optional<DocumentId> after, int limit)
            throws SQLException {
        if (scope.documents().isEmpty()) {
            return range(
                    session,
                    Documents.start(scope.prefix(), after),
                    Documents.end(scope.prefix()),
                    limit);
        }
        List<DocumentId> found = new ArrayList<>();
        for (DocumentId document : scope.documents()) {
            boolean isAfter = after.isEmpty() || document.compareTo(after.get()) > 0;
            if (isAfter && scope.covers(document) && found.size() < limit) {
                String id = document.value();
                found.addAll(range(session, id, id + '\u0001', 1));
            }
        }
        return found;
    }

    private List<DocumentId> range(Session session, String first, Object end, int limit)
            throws SQLException {
        return session.list(sql, row -> new DocumentId(row.getString(1)), first, end, limit);
    }

    /// What is done with one of them.
    interface Step {
        void with(DocumentId document) throws SQLException;
    }

    long count(Session session) throws SQLException {
        long[] count = new long[1];
        each(session, _ -> count[0]++);
        return count[0];
    }

    void each(Session session, Step step) throws SQLException {
        Optional<DocumentId> last = Optional.empty();
        List<DocumentId> page;
        do {
            page = page(session, last, PAGE);
            for (DocumentId document : page) {
                step.with(document);
                last = Optional.of(document);
            }
        } while (page.size() == PAGE);
    }
}
