package io.freshet.adapter.sqlite;

import io.freshet.Check;
import io.freshet.DocumentId;
import io.freshet.RowKey;
import io.freshet.spi.Ledger.Delta;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One page of what lies between two versions. The documents that may have changed are taken in
/// order, and of each the chunks that were live at either version are looked at, until the page is
/// full. For one transaction.
final class DeltaWork implements Database.Work<Delta> {
    static final String METADATA_VERSION =
            """
            SELECT metadata_version FROM documents WHERE document = ? AND version <= ?
            ORDER BY version DESC LIMIT 1
            """;
    static final String CHUNKS =
            """
            SELECT hash, added_version, removed_version FROM chunks
            WHERE document = ? AND hash > ? AND added_version <= ? AND removed_version > ?
            ORDER BY hash, removed_version
            """;

    /// Behind every hash, which is of hexadecimal digits.
    private static final String LAST_HASH = "~";

    private final long from;
    private final long to;
    private final Optional<RowKey> after;
    private final int limit;
    private final List<RowKey> changed = new ArrayList<>();
    private final List<RowKey> removed = new ArrayList<>();

    DeltaWork(long from, long to, Optional<RowKey> after, int limit) {
        this.from = from;
        this.to = to;
        this.after = after;
        this.limit = Math.min(limit, LedgerSchema.PAGE_ROWS_MAX);
    }

    /// A chunk of a document over the time that matters.
    private record Interval(String hash, long added, long removedAt) {}

    @Override
    public Delta in(Session session) throws SQLException {
        HeadRow head = HeadRow.read(session);
        Check.that(
                from <= to && to <= head.version() && (from == 0 || from >= head.oldest()),
                () -> "no delta from=" + from + " to=" + to + " head=" + head);
        List<String> documents = documents(session);
        for (String document : documents) {
            Optional<RowKey> full = add(session, new DocumentId(document));
            if (full.isPresent()) {
                return new Delta(changed, removed, full);
            }
        }
        if (documents.size() <= limit) {
            return new Delta(changed, removed, Optional.empty());
        }
        var next = new RowKey(new DocumentId(documents.getLast()), LAST_HASH);
        return new Delta(changed, removed, Optional.of(next));
    }

    /// One more than a page could need, since the first may be the one that the last page ended in.
    private List<String> documents(Session session) throws SQLException {
        String first = after.map(key -> key.document().value()).orElse("");
        return new Touched(from, to).from(session, first, limit + 1);
    }

    /// @return the document's row that filled the page, where one did
    private Optional<RowKey> add(Session session, DocumentId document) throws SQLException {
        String behind =
                after.filter(key -> key.document().equals(document)).map(RowKey::hash).orElse("");
        List<Interval> intervals =
                session.list(
                        CHUNKS,
                        row -> new Interval(row.getString(1), row.getLong(2), row.getLong(3)),
                        document.value(),
                        behind,
                        to,
                        from);
        boolean newMetadata =
                !intervals.isEmpty()
                        && session.number(METADATA_VERSION, document.value(), to) > from;
        int first = 0;
        for (int i = 0; i < intervals.size(); i++) {
            Interval last = intervals.get(i);
            if (i + 1 < intervals.size() && intervals.get(i + 1).hash().equals(last.hash())) {
                continue;
            }
            add(new RowKey(document, last.hash()), intervals.get(first), last, newMetadata);
            if (changed.size() + removed.size() == limit) {
                return Optional.of(new RowKey(document, last.hash()));
            }
            first = i + 1;
        }
        return Optional.empty();
    }

    /// @param first the earliest interval of the chunk that reaches beyond `from`
    /// @param last the latest that begins up to `to`
    private void add(RowKey key, Interval first, Interval last, boolean newMetadata) {
        if (last.removedAt() > to) {
            if (newMetadata || last.added() > from) {
                changed.add(key);
            }
            return;
        }
        if (first.added() <= from) {
            removed.add(key);
        }
    }
}
