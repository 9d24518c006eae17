package io.freshet.adapter.sqlite;

import static io.freshet.adapter.sqlite.LedgerSchema.LIVE;

import io.freshet.Base;
import io.freshet.ChangeSet;
import io.freshet.Check;
import io.freshet.Chunk;
import io.freshet.DocumentChange;
import io.freshet.DocumentId;
import io.freshet.EventType;
import io.freshet.Settlement;
import io.freshet.Version;
import io.freshet.spi.Ledger.Commit;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a change set the next version, in one transaction. What can be computed before is computed
/// when this is made. For one transaction.
final class CommitWork implements Database.Work<Commit> {
    static final String CLOSE_DOCUMENT =
            """
            UPDATE documents SET removed_version = ?
            WHERE document = ? AND version = ? AND removed_version = %d
            """
                    .formatted(LIVE);
    static final String OPEN_DOCUMENT =
            """
            INSERT INTO documents (
                document, version, removed_version, ordinal, event_type, event_timestamp,
                updated_at, content, metadata, metadata_version, given, placements,
                chunks_added, chunks_removed, chunks_kept)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,
                COALESCE(?, (SELECT metadata_version FROM documents
                             WHERE document = ? AND version = ?)),
                ?, ?, ?, ?, ?)
            """;
    static final String KEEP_CONTENT =
            """
            INSERT INTO contents (hash, format, bytes, deflated) VALUES (?, ?, ?, ?)
            ON CONFLICT (hash) DO NOTHING
            """;
    static final String REMOVE_CHUNK =
            """
            UPDATE chunks SET removed_version = ?
            WHERE document = ? AND hash = ? AND removed_version = %d
            """
                    .formatted(LIVE);
    static final String ADD_CHUNK =
            """
            INSERT INTO chunks (document, hash, added_version, removed_version)
            VALUES (?, ?, ?, %d)
            """
                    .formatted(LIVE);

    private final ChangeSet set;
    private final List<PreparedChange> prepared;
    private final Map<DocumentId, SettledRow> settled = new HashMap<>();

    CommitWork(ChangeSet set) {
        this.set = set;
        this.prepared = set.changes().stream().map(PreparedChange::of).toList();
    }

    @Override
    public Commit in(Session session) throws SQLException {
        List<DocumentId> moved = moved(session);
        if (!moved.isEmpty()) {
            return new Commit.Moved(moved);
        }
        HeadRow before = HeadRow.read(session);
        long next = before.version() + 1;
        for (int i = 0; i < prepared.size(); i++) {
            write(session, prepared.get(i), next, i + 1);
        }
        for (ChangeSet.Unchanged unchanged : set.unchanged()) {
            settle(session, unchanged.settlement(), unchanged.base().version());
        }
        Optional<Version> version =
                prepared.isEmpty() ? Optional.empty() : Optional.of(version(next));
        if (version.isPresent()) {
            VersionRow.write(session, version.get());
        }
        HeadRow after = after(before, version);
        if (!after.equals(before)) {
            after.write(session);
        }
        return new Commit.Done(after.head(), version);
    }

    private List<DocumentId> moved(Session session) throws SQLException {
        List<Base> planned = new ArrayList<>();
        set.changes().forEach(change -> planned.add(change.base()));
        set.unchanged().forEach(unchanged -> planned.add(unchanged.base()));
        List<DocumentId> moved = new ArrayList<>();
        for (Base base : planned) {
            SettledRow now = SettledRow.read(session, base.document());
            settled.put(base.document(), now);
            if (!now.isBaseOf(base)) {
                moved.add(base.document());
            }
        }
        return moved;
    }

    private void write(Session session, PreparedChange prepared, long next, int ordinal)
            throws SQLException {
        DocumentChange change = prepared.change();
        String document = change.document().value();
        if (prepared.wasLive()) {
            int closed = session.update(CLOSE_DOCUMENT, next, document, change.base().version());
            Check.that(closed == 1, () -> "a live document has no row; document=" + document);
        }
        if (prepared.newContent().isPresent()) {
            ContentBytes content = prepared.newContent().get();
            session.update(
                    KEEP_CONTENT,
                    content.hash(),
                    content.format(),
                    content.bytes(),
                    content.deflated());
        }
        open(session, prepared, next, ordinal);
        for (String hash : change.removed()) {
            int removed = session.update(REMOVE_CHUNK, next, document, hash);
            Check.that(removed == 1, () -> "a live chunk has no row; document=" + document);
        }
        for (Chunk chunk : change.added()) {
            session.update(ADD_CHUNK, document, chunk.hash(), next);
        }
        settle(session, change.settlement(), next);
    }

    private void open(Session session, PreparedChange prepared, long next, int ordinal)
            throws SQLException {
        DocumentChange change = prepared.change();
        String document = change.document().value();
        session.update(
                OPEN_DOCUMENT,
                document,
                next,
                prepared.isLive() ? LIVE : next,
                ordinal,
                change.type().name(),
                change.timestamp().toString(),
                set.timestamp().toString(),
                prepared.contentHash(),
                prepared.metadata(),
                prepared.keepsMetadata() ? null : (Long) next,
                document,
                change.base().version(),
                prepared.given(),
                prepared.placements(),
                change.added().size(),
                change.removed().size(),
                change.kept());
    }

    private void settle(Session session, Settlement settlement, long version) throws SQLException {
        DocumentId document = settlement.document();
        SettledRow row = settled.getOrDefault(document, SettledRow.NONE);
        SettledRow raised = row.raised(settlement, version);
        settled.put(document, raised);
        raised.write(session, document);
    }

    private Version version(long number) {
        Version.Chunks chunks = Version.Chunks.NONE;
        int inserted = 0;
        int deleted = 0;
        for (DocumentChange change : set.changes()) {
            inserted += change.type() == EventType.INSERT ? 1 : 0;
            deleted += change.type() == EventType.DELETE ? 1 : 0;
            chunks =
                    chunks.plus(
                            new Version.Chunks(
                                    change.added().size(), change.removed().size(), change.kept()));
        }
        int updated = set.changes().size() - inserted - deleted;
        return new Version(
                number,
                set.timestamp(),
                set.cause(),
                set.space().fingerprint(),
                new Version.Documents(inserted, updated, deleted),
                chunks,
                set.tokens());
    }

    private HeadRow after(HeadRow before, Optional<Version> version) {
        long documents = before.documents();
        for (PreparedChange change : prepared) {
            documents += (change.isLive() ? 1 : 0) - (change.wasLive() ? 1 : 0);
        }
        long highest = before.settledSequence();
        for (DocumentChange change : set.changes()) {
            highest = Math.max(highest, change.settlement().sequence());
        }
        for (ChangeSet.Unchanged unchanged : set.unchanged()) {
            highest = Math.max(highest, unchanged.settlement().sequence());
        }
        long chunks =
                before.chunks()
                        + version.map(v -> (long) v.chunks().added() - v.chunks().removed())
                                .orElse(0L);
        return new HeadRow(
                before.history(),
                version.map(Version::number).orElse(before.version()),
                before.oldest(),
                documents,
                chunks,
                version.map(Version::space).orElse(before.space()),
                highest);
    }
}
