package io.freshet.adapter.sqlite;

import io.freshet.Announcement;
import io.freshet.Announcement.DocumentChanged;
import io.freshet.Announcement.VersionComplete;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Position;
import io.freshet.Version;
import io.freshet.adapter.json.MetadataJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One page of the feed, which is read from the rows that the versions wrote. For one transaction.
final class FeedWork implements Database.Work<List<Announcement>> {
    static final String CHANGES =
            """
            SELECT version, ordinal, event_type, document, event_timestamp, metadata,
                chunks_added, chunks_removed, chunks_kept
            FROM documents
            WHERE (version, ordinal) > (?, ?) AND version <= ?
            ORDER BY version, ordinal LIMIT ?
            """;

    static final String OF_DOCUMENT =
            """
            SELECT version, ordinal, event_type, document, event_timestamp, metadata,
                chunks_added, chunks_removed, chunks_kept
            FROM documents
            WHERE document = ? AND version < ?
            ORDER BY version DESC LIMIT ?
            """;

    private final Position since;
    private final long upTo;
    private final int limit;

    FeedWork(Position since, long upTo, int limit) {
        this.since = since;
        this.upTo = upTo;
        this.limit = limit;
    }

    /// Of either kind of entry as many as the page could hold are read: what lies behind the last
    /// of one kind also lies behind the page.
    @Override
    public List<Announcement> in(Session session) throws SQLException {
        List<Announcement> entries =
                new ArrayList<>(
                        session.list(
                                CHANGES,
                                this::changed,
                                since.version(),
                                since.ordinal(),
                                upTo,
                                limit));
        boolean versionIsDone = since.ordinal() == Position.COMPLETE;
        long first = versionIsDone ? since.version() + 1 : since.version();
        for (Version version : VersionRow.between(session, first, upTo, limit)) {
            var complete = Position.complete(since.history(), version.number());
            entries.add(new VersionComplete(complete, version));
        }
        entries.sort(Comparator.comparing(Announcement::position));
        return entries.subList(0, Math.min(limit, entries.size()));
    }

    /// What versions did to a document, newest first.
    static List<DocumentChanged> ofDocument(
            Session session, DocumentId document, long before, int limit) throws SQLException {
        String history = HeadRow.read(session).history();
        return session.list(
                OF_DOCUMENT, row -> changed(history, row), document.value(), before, limit);
    }

    private DocumentChanged changed(ResultSet row) throws SQLException {
        return changed(since.history(), row);
    }

    private static DocumentChanged changed(String history, ResultSet row) throws SQLException {
        return new DocumentChanged(
                new Position(history, row.getLong(1), row.getInt(2)),
                EventType.valueOf(row.getString(3)),
                new DocumentId(row.getString(4)),
                Instant.parse(row.getString(5)),
                MetadataJson.read(row.getString(6)),
                new Version.Chunks(row.getInt(7), row.getInt(8), row.getInt(9)));
    }
}
