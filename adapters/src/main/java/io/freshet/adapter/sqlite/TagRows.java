package io.freshet.adapter.sqlite;

import io.freshet.TagName;
import io.freshet.spi.Ledger;
import io.freshet.spi.Ledger.Tagged;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/// The rows of `tags`, and what they mean for the other tables: an older version that has one is
/// retained.
final class TagRows {
    static final String ALL = "SELECT name, version FROM tags";
    static final String AT = "SELECT COUNT(*) FROM tags WHERE version = ?";
    static final String PUT =
            """
            INSERT INTO tags (name, version) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET version = excluded.version
            """;
    static final String OTHERS = "SELECT COUNT(*) FROM tags WHERE name <> ?";
    static final String REMOVE = "DELETE FROM tags WHERE name = ?";

    private TagRows() {}

    static SortedMap<TagName, Long> all(Session session) throws SQLException {
        SortedMap<TagName, Long> tags = new TreeMap<>();
        session.list(ALL, row -> tags.put(new TagName(row.getString(1)), row.getLong(2)));
        return tags;
    }

    /// Whether the content of a version is retained.
    static boolean retained(Session session, HeadRow head, long version) throws SQLException {
        return head.holds(version) || (version < head.oldest() && session.number(AT, version) > 0);
    }

    static Tagged put(Session session, TagName name, long version) throws SQLException {
        HeadRow head = HeadRow.read(session);
        if (!retained(session, head, version)) {
            return new Tagged.NotRetained(head.oldest());
        }
        if (session.number(OTHERS, name.value()) >= Ledger.TAGS_MAX) {
            return new Tagged.TooMany(Ledger.TAGS_MAX);
        }
        session.update(PUT, name.value(), version);
        return new Tagged.Done();
    }

    static boolean remove(Session session, TagName name) throws SQLException {
        return session.update(REMOVE, name.value()) > 0;
    }
}
