package io.freshet.adapter.sqlite;

import io.freshet.Base;
import io.freshet.DocumentId;
import io.freshet.Settlement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far a document's events are dealt with; for a deleted document its tombstone.
///
/// @param version the one that last wrote or deleted it
record SettledRow(long sequence, OptionalLong sourceVersion, long version) {
    static final SettledRow NONE = new SettledRow(0, OptionalLong.empty(), 0);

    static final String READ =
            """
            SELECT sequence, source_version, version FROM settled WHERE document = ?
            """;
    static final String WRITE =
            """
            INSERT INTO settled (document, sequence, source_version, version) VALUES (?, ?, ?, ?)
            ON CONFLICT (document) DO UPDATE SET
                sequence = excluded.sequence,
                source_version = excluded.source_version,
                version = excluded.version
            """;

    static SettledRow read(Session session, DocumentId document) throws SQLException {
        return session.first(READ, SettledRow::of, document.value()).orElse(NONE);
    }

    private static SettledRow of(ResultSet row) throws SQLException {
        long source = row.getLong(2);
        boolean hasSource = !row.wasNull();
        return new SettledRow(
                row.getLong(1),
                hasSource ? OptionalLong.of(source) : OptionalLong.empty(),
                row.getLong(3));
    }

    boolean isBaseOf(Base planned) {
        return planned.version() == version && planned.settled() == sequence;
    }

    /// The row after a settlement; neither sequence nor source version is ever lowered.
    SettledRow raised(Settlement settlement, long versionNow) {
        OptionalLong source = settlement.sourceVersion();
        boolean rises =
                source.isPresent()
                        && source.getAsLong() >= sourceVersion.orElse(source.getAsLong());
        return new SettledRow(
                Math.max(sequence, settlement.sequence()),
                rises ? source : sourceVersion,
                versionNow);
    }

    /// Nothing need be known of a document that no retained version has written, unless it has a
    /// source version.
    void write(Session session, DocumentId document) throws SQLException {
        if (version == 0 && sourceVersion.isEmpty()) {
            return;
        }
        session.update(WRITE, document.value(), sequence, source(), version);
    }

    /// What deleted the document is no longer retained, so that no rollback can bring it back.
    static void forget(Session session, String document, long deletedIn) throws SQLException {
        session.update(
                """
                DELETE FROM settled
                WHERE document = ? AND version = ? AND source_version IS NULL
                """,
                document,
                deletedIn);
    }

    private @Nullable Long source() {
        return sourceVersion.isPresent() ? (Long) sourceVersion.getAsLong() : null;
    }
}
