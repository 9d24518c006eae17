package io.freshet.adapter.sqlite;

import io.freshet.DocumentId;
import io.freshet.Scope;
import io.freshet.spi.Journal;
import io.freshet.spi.Journal.Discarded;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// What waits of a scope, within the transaction that drops it. Confined to the transaction.
final class DiscardedRows {
    static final String WAITING =
            """
            SELECT DISTINCT document FROM entries
            WHERE place > 0 AND document >= ? AND document < ?
            ORDER BY document LIMIT ?
            """;

    static final String OF_DOCUMENT =
            """
            SELECT sequence, document, group_sequence, bytes FROM entries
            WHERE document = ? AND place > 0
            """;

    static final String OF_GROUP =
            """
            SELECT sequence, document, group_sequence, bytes FROM entries
            WHERE group_sequence = ? AND group_sequence > 0 AND place > 0
            """;

    static final String FOLDED =
            """
            SELECT sequence FROM entries
            WHERE document = ?1 AND place = 0 AND sequence < ?2 AND sequence > (
                SELECT coalesce(max(sequence), 0) FROM entries
                WHERE document = ?1 AND place > 0 AND sequence < ?2)
            """;

    private final Session session;
    private final JournalCounts counts;
    private final WaitingRows waiting;
    private final Set<Long> groups = new TreeSet<>();
    private final Set<Long> outside = new TreeSet<>();
    private final TreeSet<DocumentId> first = new TreeSet<>();
    private long documents;
    private long events;

    DiscardedRows(Session session, JournalCounts counts, WaitingRows waiting) {
        this.session = session;
        this.counts = counts;
        this.waiting = waiting;
    }

    private record Entry(long sequence, String document, OptionalLong group, long bytes) {
        static Entry of(ResultSet row) throws SQLException {
            return new Entry(
                    row.getLong(1), row.getString(2), JournalRow.optional(row, 3), row.getLong(4));
        }
    }

    Discarded discard(Scope scope) throws SQLException {
        new ScopePages(scope, WAITING).each(session, this::discard);
        Set<String> others = new TreeSet<>();
        for (long group : List.copyOf(groups)) {
            for (Entry entry : session.list(OF_GROUP, Entry::of, group)) {
                discardFolded(entry);
                discard(entry);
                outside.add(entry.sequence);
                others.add(entry.document);
            }
        }
        for (String document : others) {
            counts.waitingDocuments -= waiting.moveUp(document) ? 0 : 1;
            count(new DocumentId(document));
        }
        return new Discarded(counts.sequence, events, documents, new ArrayList<>(first), outside);
    }

    /// What had been folded into a row goes with it.
    private void discardFolded(Entry into) throws SQLException {
        List<Long> folded =
                session.list(FOLDED, row -> row.getLong(1), into.document, into.sequence);
        for (long sequence : folded) {
            session.update("DELETE FROM entries WHERE sequence = ?", sequence);
            outside.add(sequence);
        }
    }

    private void discard(DocumentId document) throws SQLException {
        List<Entry> rows = session.list(OF_DOCUMENT, Entry::of, document.value());
        for (Entry entry : rows) {
            discard(entry);
        }
        session.update("DELETE FROM entries WHERE document = ? AND place = 0", document.value());
        counts.waitingDocuments--;
        count(document);
    }

    private void discard(Entry entry) throws SQLException {
        session.update("DELETE FROM payloads WHERE sequence = ?", entry.sequence);
        session.update("DELETE FROM entries WHERE sequence = ?", entry.sequence);
        entry.group.ifPresent(groups::add);
        counts.waiting--;
        counts.waitingBytes -= entry.bytes;
        counts.discarded++;
        events++;
    }

    private void count(DocumentId document) {
        documents++;
        first.add(document);
        if (first.size() > Journal.DISCARDED_MAX) {
            first.removeLast();
        }
    }
}
